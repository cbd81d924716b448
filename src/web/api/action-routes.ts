import { z } from 'zod';
import { holdByHand, releaseByHand } from '../../control/change-line.ts';
import { changeRateByHand } from '../../control/change-rate.ts';
import { readLineAudit, wholeTime } from '../../shared/ledger/audit.ts';
import { handOf } from '../server/caller.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { lineShape } from '../shapes/line.ts';
import { auditEntryShape } from '../shapes/status.ts';
import { answers } from './answers.ts';
import { knownLine } from './known-line.ts';
import { actionParams, bodyOf } from './params.ts';
import { readLine, readLines } from './read-line.ts';

const withReason = bodyOf({ reason: z.string().max(500).optional() });

const rateBody = z.strictObject({
  rate: z.union([z.number(), z.literal('default')]).meta({
    description: 'Calls a second, above 0 and at most 20; `default`: what each worker was started with.',
  }),
});

/** The lines: how fast each goes, how much waits, why it is held, and a hand on it. */
export function addActionRoutes(app: WebApp, { ledger, accounts }: WebOptions): void {
  const tags = ['actions'];
  app.get(
    '/api/actions',
    { schema: { summary: 'The actions as their lines stand', tags, response: answers(z.array(lineShape)) } },
    () => readLines(ledger, accounts),
  );
  app.get(
    '/api/actions/:action/audit',
    {
      schema: {
        summary: 'What people did to an action, oldest first',
        tags,
        params: actionParams,
        response: answers(z.array(auditEntryShape)),
      },
    },
    ({ params }) => readLineAudit(ledger, knownLine(params.action, accounts), wholeTime),
  );
  const schema = { tags, params: actionParams, response: answers(lineShape) };
  app.post(
    '/api/actions/:action/hold',
    {
      schema: {
        ...schema,
        summary: 'Stop an action: nothing of it is sent, in any run, until it is released',
        body: withReason,
      },
    },
    async (request) => {
      const line = knownLine(request.params.action, accounts);
      await holdByHand(ledger, line, handOf(request, request.body.reason ?? null));
      return readLine(ledger, line);
    },
  );
  app.post(
    '/api/actions/:action/release',
    { schema: { ...schema, summary: 'Let a held action go on where it stopped', body: withReason } },
    async (request) => {
      const line = knownLine(request.params.action, accounts);
      await releaseByHand(ledger, line, handOf(request, request.body.reason ?? null));
      return readLine(ledger, line);
    },
  );
  app.post(
    '/api/actions/:action/rate',
    {
      schema: { ...schema, summary: 'Set the calls a second of an action, for all workers', body: rateBody },
    },
    async (request) => {
      const line = knownLine(request.params.action, accounts);
      await changeRateByHand(ledger, line, { wanted: String(request.body.rate), hand: handOf(request) });
      return readLine(ledger, line);
    },
  );
}
