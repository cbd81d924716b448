import { z } from 'zod';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { diagnosisShape } from '../shapes/machine.ts';
import { answers } from './answers.ts';

/** What buying depends on, and whether this server can be reached and can do its work. */
export function addMachineRoutes(app: WebApp, { ledger, diagnose }: WebOptions): void {
  app.get(
    '/api/doctor',
    {
      schema: {
        summary: 'What buying depends on, and what to mend',
        tags: ['machine'],
        response: answers(diagnosisShape),
      },
    },
    () => diagnose(),
  );
  app.get(
    '/healthz',
    {
      config: { access: 'open' },
      schema: { summary: 'This server is alive', tags: ['machine'], response: answers(healthShape) },
    },
    () => ({ ok: true }),
  );
  app.get(
    '/readyz',
    {
      config: { access: 'open' },
      schema: {
        summary: 'Redis can be reached and takes writes',
        tags: ['machine'],
        response: answers(healthShape),
      },
    },
    async () => {
      await ledger.redis.set(`${ledger.prefix}:{web}:ready`, '1', 'PX', 60_000);
      return { ok: true };
    },
  );
}

const healthShape = z.object({ ok: z.boolean() }).meta({ id: 'Health' });
