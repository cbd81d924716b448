import { z } from 'zod';
import { holdByHand, releaseByHand } from '../../control/change-line.ts';
import { actions } from '../../shared/actions/index.ts';
import { defaultAccount } from '../../shared/line.ts';
import { handOf } from '../server/caller.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { lineShape } from '../shapes/line.ts';
import { answers } from './answers.ts';
import { knownLine } from './known-line.ts';
import { actionParams, bodyOf } from './params.ts';
import { readLine, readTraffic } from './read-line.ts';

const withReason = bodyOf({ reason: z.string().max(500).optional() });

/** The lines: how fast each goes, how much waits, why it is held, and a hand on it. */
export function addActionRoutes(app: WebApp, { ledger, rate }: WebOptions): void {
  app.get(
    '/api/actions',
    {
      schema: {
        summary: 'The actions as their lines stand',
        tags: ['actions'],
        response: answers(z.array(lineShape)),
      },
    },
    async () => {
      const traffic = await readTraffic(ledger);
      const lines = actions.map(({ name }) => ({ action: name, account: defaultAccount }));
      return Promise.all(lines.map((line) => readLine(ledger, line, { traffic, rate })));
    },
  );
  app.post(
    '/api/actions/:action/hold',
    {
      schema: {
        summary: 'Stop an action: nothing of it is sent, in any run, until it is released',
        tags: ['actions'],
        params: actionParams,
        body: withReason,
        response: answers(lineShape),
      },
    },
    async (request) => {
      const line = knownLine(request.params.action);
      await holdByHand(ledger, line, handOf(request, request.body.reason ?? null));
      return readLine(ledger, line, { traffic: await readTraffic(ledger), rate });
    },
  );
  app.post(
    '/api/actions/:action/release',
    {
      schema: {
        summary: 'Let a held action go on where it stopped',
        tags: ['actions'],
        params: actionParams,
        body: withReason,
        response: answers(lineShape),
      },
    },
    async (request) => {
      const line = knownLine(request.params.action);
      await releaseByHand(ledger, line, handOf(request, request.body.reason ?? null));
      return readLine(ledger, line, { traffic: await readTraffic(ledger), rate });
    },
  );
}
