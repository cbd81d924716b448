import { knownRun } from '../../control/act.ts';
import { verifyRun } from '../../worker/verify/verify-run.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { verificationShape } from '../shapes/verification.ts';
import { answers } from './answers.ts';
import { runParams } from './params.ts';

/** GET /api/runs/:run/verify: do the books balance? */
export function addVerifyRoute(app: WebApp, { ledger, withLookRoom }: WebOptions): void {
  app.get(
    '/api/runs/:run/verify',
    {
      schema: {
        summary:
          "Compare the rows with the counts, and the orders, renewals and sites with the provider's own",
        tags: ['runs'],
        params: runParams,
        response: answers(verificationShape),
      },
    },
    async ({ params }) => {
      const record = await knownRun(ledger, params.run);
      return withLookRoom((room) => verifyRun(room, record), { requeueProved: false });
    },
  );
}
