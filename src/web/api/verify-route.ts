import { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import { verifyRun } from '../../worker/reconcile/verify-run.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { countsShape } from '../shapes/status.ts';
import { answers } from './answers.ts';
import { runParams } from './params.ts';

const verification = z
  .object({
    run: z.string(),
    balanced: z.boolean(),
    total: z.number(),
    states: countsShape,
    orders: z.looseObject({ held: z.number(), found: z.number(), areReadable: z.boolean() }),
    differences: z.array(z.string()).readonly(),
  })
  .meta({ id: 'Verification' });

/** GET /api/runs/:run/verify: do the books balance? */
export function addVerifyRoute(app: WebApp, { ledger, withLookRoom }: WebOptions): void {
  app.get(
    '/api/runs/:run/verify',
    {
      schema: {
        summary: "Compare the rows with the counts, and the orders held with the provider's own",
        tags: ['runs'],
        params: runParams,
        response: answers(verification),
      },
    },
    async ({ params }) => {
      const record = await knownRun(ledger, params.run);
      return withLookRoom((room) => verifyRun(room, record), { requeueProved: false });
    },
  );
}
