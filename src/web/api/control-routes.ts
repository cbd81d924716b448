import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Hand, knownRun } from '../../control/act.ts';
import { cancelRun, pauseRun, resumeRun } from '../../control/change-run.ts';
import { retryRun } from '../../control/retry-run.ts';
import { readStatusOf } from '../../report/read-status.ts';
import { writeAudit } from '../../shared/ledger/audit.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { reconcileRun } from '../../worker/reconcile/reconcile-run.ts';
import { handOf } from '../server/caller.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { reconciledShape, retriedShape, runStatusShape } from '../shapes/status.ts';
import { answers } from './answers.ts';
import { bodyOf, runParams } from './params.ts';

const withReason = bodyOf({ reason: z.string().max(500).optional() });

const retryBody = bodyOf({
  codes: z.array(z.string().max(200)).max(1_000).default([]),
  accounts: z.array(z.string().max(64)).max(1_000).default([]),
  rows: z.array(z.int().min(1)).max(100_000).default([]),
  evenIfUnpaid: z.boolean().default(false),
  followUpsOnly: z
    .boolean()
    .default(false)
    .meta({ description: 'Only what follows purchases, such as the site on a plan; no purchase.' }),
});

const reconcileBody = bodyOf({ requeueProved: z.boolean().default(false) });

type ChangeRun = (ledger: Ledger, run: string, hand: Hand) => Promise<unknown>;

const changes: readonly (readonly [name: string, summary: string, change: ChangeRun])[] = [
  ['pause', 'Stop a run where it is; what was sent is awaited', pauseRun],
  ['resume', 'Go on where a run was paused', resumeRun],
  ['cancel', 'Cancel what was never sent', cancelRun],
];

/** A person's hand on a run. Each answers with the new status. */
export function addControlRoutes(app: WebApp, options: WebOptions): void {
  const { ledger } = options;
  for (const [name, summary, change] of changes) {
    app.post(
      `/api/runs/:run/${name}`,
      {
        schema: {
          summary,
          tags: ['step in'],
          params: runParams,
          body: withReason,
          response: answers(runStatusShape),
        },
      },
      async (request) => {
        const { run } = request.params;
        await change(ledger, run, handOf(request, request.body.reason ?? null));
        return statusOf(ledger, run);
      },
    );
  }
  addRetry(app, ledger);
  addReconcile(app, options);
}

function addRetry(app: WebApp, ledger: Ledger): void {
  app.post(
    '/api/runs/:run/retry',
    {
      schema: {
        summary: 'Queue failed purchases again, as they are proved not to have been bought',
        tags: ['step in'],
        params: runParams,
        body: retryBody,
        response: answers(retriedShape),
      },
    },
    async (request) => {
      const { run } = request.params;
      const retried = await retryRun(ledger, run, request.body, handOf(request));
      return { ...(await statusOf(ledger, run)), retried };
    },
  );
}

function addReconcile(app: WebApp, { ledger, withLookRoom }: WebOptions): void {
  app.post(
    '/api/runs/:run/reconcile',
    {
      schema: {
        summary: 'Look up what is in doubt, now',
        tags: ['step in'],
        params: runParams,
        body: reconcileBody,
        response: answers(reconciledShape),
      },
    },
    async (request) => {
      const { run } = request.params;
      const { requeueProved } = request.body;
      await knownRun(ledger, run);
      const reconciled = await withLookRoom((room) => reconcileRun(room, run), { requeueProved });
      await noteReconciled(ledger, request, { ...reconciled, run, requeueProved });
      return { ...(await statusOf(ledger, run)), reconciled };
    },
  );
}

function noteReconciled(
  ledger: Ledger,
  request: FastifyRequest,
  { run, looked, requeueProved }: { run: string; looked: number; requeueProved: boolean },
): Promise<void> {
  const what = `reconcile ${looked}${requeueProved ? ', requeue proved' : ''}`;
  return writeAudit(ledger, run, { ...handOf(request), what });
}

async function statusOf(ledger: Ledger, run: string) {
  return (await readStatusOf(ledger, await knownRun(ledger, run))).status;
}
