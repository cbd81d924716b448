import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import { runFor } from '../../producer/run-for.ts';
import { submitRun } from '../../producer/submit-run.ts';
import { readStatusOf } from '../../report/read-status.ts';
import { parseLabels } from '../../shared/labels.ts';
import { writeAudit } from '../../shared/ledger/audit.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { parseStartTime } from '../../shared/start-time.ts';
import { handOf } from '../server/caller.ts';
import { answerAgain, firstRunUnderKey } from '../server/idempotency.ts';
import type { WebApp } from '../server/web-app.ts';
import type { WebOptions } from '../server/web-options.ts';
import { runStatusShape } from '../shapes/status.ts';
import { dryRunShape } from '../shapes/upload.ts';
import { type CheckedUpload, checkOptions, checkUpload } from '../uploads/check-upload.ts';
import { wholePlan } from '../uploads/plan-upload.ts';
import type { UploadShelf } from '../uploads/upload-shelf.ts';
import { answers } from './answers.ts';
import { manifestQuery, openManifestRequest } from './manifest-request.ts';
import { amountOfMoney, flag, flagThatIsOn } from './params.ts';
import { refusedManifest } from './refused-manifest.ts';
import {
  keepStopBelow,
  precheckDescription,
  requireStopIsPossible,
  stopBelowDescription,
} from './stop-below.ts';

const query = manifestQuery.extend({
  dryRun: flag.meta({ description: 'Check and plan, and queue nothing.' }),
  at: z
    .string()
    .max(40)
    .optional()
    .meta({ description: 'When to start it, ISO 8601 with its zone; it is checked and admitted now.' }),
  plan: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'Submit exactly the plan with this hash, or nothing.' }),
  precheck: flagThatIsOn.meta({ description: precheckDescription }),
  stopBelow: amountOfMoney.optional().meta({ description: stopBelowDescription }),
});

type SubmissionQuery = z.infer<typeof query>;

/** POST /api/runs: checks a manifest and queues all of it, or nothing. */
export function addSubmissionRoute(scope: WebApp, options: WebOptions, shelf: UploadShelf): void {
  scope.post(
    '/api/runs',
    {
      config: { idempotency: 'streamed' },
      schema: {
        summary: 'Queue what a manifest asks for, all of it or nothing',
        description: 'The same manifest is the same run: it adds nothing, unless again says so.',
        tags: ['submit'],
        querystring: query,
        response: { ...answers(z.union([runStatusShape, dryRunShape])), 201: runStatusShape },
      },
    },
    async (request, reply) => {
      const incoming = await openManifestRequest(request, request.query, options);
      const { id, folder } = await shelf.add();
      try {
        const checked = await checkUpload(incoming, folder, { choice: request.query, options });
        const answered = await answerAgain(request, reply, { ledger: options.ledger, body: checked.digest });
        if (answered) return answered;
        if (!checked.survey.ok) throw refusedManifest(checked.survey, checked.problemCount);
        return await (request.query.dryRun ? dryRun : submit)({ request, reply, checked, options });
      } finally {
        await shelf.remove(id);
      }
    },
  );
}

interface Submission {
  readonly request: FastifyRequest<{
    Querystring: SubmissionQuery;
  }>;
  readonly reply: FastifyReply;
  readonly checked: CheckedUpload;
  readonly options: WebOptions;
}

async function dryRun({ request, checked, options }: Submission) {
  const { ok, rows, purchases, problems } = checked.survey;
  const { again, precheck } = request.query;
  const wanted = { manifest: checked.source.name, again, precheck };
  const plan = await wholePlan(checked.survey, wanted, options);
  return { ok, rows, purchases, problems, plan };
}

async function submit({ request, reply, checked, options }: Submission) {
  const { ledger } = options;
  const {
    name = null,
    plan = null,
    label = [],
    at,
    precheck,
    stopBelow: stopBelowCents = null,
  } = request.query;
  const labels = parseLabels(label);
  await requireStopIsPossible(options, checked.survey, stopBelowCents);
  const again = request.query.again && !(await wasBoughtAgain(request, checked, ledger));
  const { run, existing } = await submitRun(ledger, checked.source, checked.survey, {
    ...checkOptions(request.query, options),
    name,
    labels,
    startsAtMs: at === undefined ? null : parseStartTime(at, Date.now()),
    again,
    plan,
    precheck,
    stopBelowCents,
  });
  if (existing) await keepStopBelow(ledger, run, stopBelowCents);
  if (!existing) await writeAudit(ledger, run, { ...handOf(request), what: 'submit' });
  reply.code(existing ? 200 : 201).header('location', `/api/runs/${run}`);
  return (await readStatusOf(ledger, await knownRun(ledger, run))).status;
}

/** Whether a request whose answer was lost bought it again already, under the same key. */
async function wasBoughtAgain(
  request: FastifyRequest,
  { survey }: CheckedUpload,
  ledger: Ledger,
): Promise<boolean> {
  const { run } = await runFor(ledger, survey.manifestHash, true);
  return (await firstRunUnderKey(request, ledger, run)) !== run;
}
