import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import { submitRun } from '../../producer/submit-run.ts';
import { readStatusOf } from '../../report/read-status.ts';
import { writeAudit } from '../../shared/ledger/audit.ts';
import { inSpan, type SpanStart } from '../../shared/tracing/tracing.ts';
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
import { amountOfMoney, uploadParams } from './params.ts';
import { refusedManifest } from './refused-manifest.ts';
import {
  keepStopBelow,
  precheckDescription,
  requireStopIsPossible,
  stopBelowDescription,
} from './stop-below.ts';

const body = z.strictObject({
  purchases: z.int().min(0).meta({ description: 'How many purchases will be made, as a person typed it.' }),
  plan: z.string().max(64).meta({ description: 'The hash of the plan that was shown.' }),
  name: runName.nullish(),
  again: z.boolean().default(false),
  precheck: z.boolean().default(true).meta({ description: precheckDescription }),
  stopBelow: amountOfMoney.nullish().meta({ description: stopBelowDescription }),
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
    (request, reply) =>
      // A second tab waits for the first, and is then told of its run; so does whoever removes it.
      shelf.alone(request.params.upload, async () => {
        const { run, isNew } = await confirm(request, options, shelf);
        reply.code(isNew ? 201 : 200).header('location', `/api/runs/${run}`);
        return (await readStatusOf(ledger, await knownRun(ledger, run))).status;
      }),
  );
}

type ConfirmRequest = FastifyRequest<{ Params: z.infer<typeof uploadParams>; Body: z.infer<typeof body> }>;

async function confirm(
  request: ConfirmRequest,
  options: WebOptions,
  shelf: UploadShelf,
): Promise<{ readonly run: string; readonly isNew: boolean }> {
  const { ledger } = options;
  const { folder, upload } = await shelf.find(request.params.upload);
  const { name = null, again, purchases, plan, precheck, stopBelow } = request.body;
  const stopBelowCents = stopBelow ?? null;
  if (upload.run !== null) return { run: upload.run, isNew: false };
  requireAgreement(upload, purchases);
  await requireStopIsPossible(options, upload.survey, stopBelowCents);
  const { run, existing } = await inSpan(spanOf(upload), () =>
    submitRun(ledger, sourceOf(folder, upload), surveyOf(upload), {
      ...checkOptions(upload, options),
      name,
      again,
      plan,
      precheck,
      stopBelowCents,
    }),
  );
  if (existing) await keepStopBelow(ledger, run, stopBelowCents);
  if (!existing) await writeAudit(ledger, run, { ...handOf(request), what: 'submit' });
  // The run is queued, whatever becomes of the note on the upload: a failure here would tell people that it is not.
  await storeUpload(folder, { ...upload, run }).catch((error) =>
    request.log.warn({ err: error, run }, 'Cannot note on an upload which run it became'),
  );
  await sourceOf(folder, upload).close();
  return { run, isNew: !existing };
}

/** What is bought belongs to the trace in which its manifest was uploaded. */
function spanOf({ trace }: StoredUpload): SpanStart {
  return { name: 'submit', kind: 'internal', attributes: {}, ...(trace && { headers: trace }) };
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
