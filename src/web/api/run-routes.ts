import { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import { mayBeUnpaid } from '../../report/may-be-unpaid.ts';
import { readDeeds } from '../../report/read-deeds.ts';
import { readStatuses, readStatusOf } from '../../report/read-status.ts';
import { readSummary } from '../../report/read-summary.ts';
import { parseLabelFilter } from '../../shared/labels.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { auditEntryShape, runStatusShape, runSummaryShape } from '../shapes/status.ts';
import { answers } from './answers.ts';
import { many, runParams } from './params.ts';

const labelFilters = many(z.string().max(400)).meta({
  description: 'Only runs with this label: `key` or `key=value`; may be repeated.',
});

/** The runs, and where each stands. */
export function addRunRoutes(app: WebApp, { ledger }: WebOptions): void {
  app.get(
    '/api/runs',
    {
      schema: {
        summary: 'The runs, newest first',
        tags: ['runs'],
        querystring: z.object({ label: labelFilters }),
        response: answers(z.array(runStatusShape)),
      },
    },
    ({ query }) => readStatuses(ledger, query.label?.map(parseLabelFilter)),
  );
  app.get(
    '/api/runs/:run',
    {
      schema: {
        summary: 'Where a run stands',
        tags: ['runs'],
        params: runParams,
        response: answers(runStatusShape),
      },
    },
    async ({ params }) => (await readStatusOf(ledger, await knownRun(ledger, params.run))).status,
  );
  app.get(
    '/api/runs/:run/summary',
    {
      schema: {
        summary: 'Where a run stands, by action and by error, and what people did to it',
        tags: ['runs'],
        params: runParams,
        response: answers(runSummaryShape),
      },
    },
    async ({ params }) => {
      const summary = await readSummary(ledger, await knownRun(ledger, params.run));
      const byAction = Object.fromEntries(summary.byLine);
      return { ...summary, byAction, mayBeUnpaid: mayBeUnpaid(summary.failures) };
    },
  );
  app.get(
    '/api/runs/:run/audit',
    {
      schema: {
        summary: 'What people did to a run and its lines, oldest first',
        tags: ['runs'],
        params: runParams,
        response: answers(z.array(auditEntryShape)),
      },
    },
    async ({ params }) => readDeeds(ledger, await knownRun(ledger, params.run)),
  );
}
