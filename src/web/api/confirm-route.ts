import { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import { submitRun } from '../../producer/submit-run.ts';
import { readStatusOf } from '../../report/read-status.ts';
import { writeAudit } from '../../shared/ledger/audit.ts';
import { handOf } from '../server/caller.ts';
import { RequestProblem } from '../server/problem.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { runStatusShape } from '../shapes/status.ts';
import { checkOptions } from '../uploads/check-upload.ts';
import { type StoredUpload, sourceOf, storeUpload, surveyOf } from '../uploads/stored-upload.ts';
import type { UploadShelf } from '../uploads/upload-shelf.ts';
import { answers } from './answers.ts';
import { runName } from './manifest-request.ts';
import { uploadParams } from './params.ts';
import { refusedManifest } from './refused-manifest.ts';

const body = z.strictObject({
  purchases: z.int().min(0).meta({ description: 'How many purchases will be made, as a person typed it.' }),
  plan: z.string().max(64).meta({ description: 'The hash of the plan that was shown.' }),
  name: runName.nullish(),
  again: z.boolean().default(false),
});

/** POST /api/uploads/:upload/confirm: the plan confirmed is the plan run. */
export function addConfirmRoute(app: WebApp, options: WebOptions, shelf: UploadShelf): void {
  const { ledger } = options;
  app.post(
    '/api/uploads/:upload/confirm',
    {
      schema: {
        summary: 'Queue an upload, exactly as it was planned',
        tags: ['submit'],
        params: uploadParams,
        body,
        response: { ...answers(runStatusShape), 201: runStatusShape },
      },
    },
    async (request, reply) => {
      const { folder, upload } = await shelf.find(request.params.upload);
      const { name = null, again, ...agreed } = request.body;
      // Confirmed by another tab a moment ago: its run is this one's.
      if (upload.run !== null) {
        reply.header('location', `/api/runs/${upload.run}`);
        return (await readStatusOf(ledger, await knownRun(ledger, upload.run))).status;
      }
      requireAgreement(upload, agreed.purchases);
      const { run, existing } = await submitRun(ledger, sourceOf(folder, upload), surveyOf(upload), {
        ...checkOptions(upload, options),
        name,
        again,
        plan: agreed.plan,
      });
      if (!existing) await writeAudit(ledger, run, { ...handOf(request), what: 'submit' });
      await storeUpload(folder, { ...upload, run });
      await sourceOf(folder, upload).close();
      reply.code(existing ? 200 : 201).header('location', `/api/runs/${run}`);
      return (await readStatusOf(ledger, await knownRun(ledger, run))).status;
    },
  );
}

function requireAgreement({ survey, problems, problemCount }: StoredUpload, purchases: number): void {
  if (!survey.ok) throw refusedManifest({ ...survey, problems }, problemCount);
  if (purchases === survey.total) return;
  throw new RequestProblem(
    409,
    'number-differs',
    `Cannot queue upload as it would make ${survey.total} purchases: got ${purchases}`,
    { advice: 'Nothing was queued. Type the number of purchases that the plan shows.' },
  );
}
