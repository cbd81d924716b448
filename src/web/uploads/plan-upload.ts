import type { z } from 'zod';
import { runFor } from '../../producer/run-for.ts';
import { type Survey, surveyManifest } from '../../producer/survey-manifest.ts';
import { tracing } from '../../shared/tracing/tracing.ts';
import type { WebOptions } from '../server/web-options.ts';
import type { planShape, uploadShape } from '../shapes/upload.ts';
import { type CheckedUpload, checkOptions, type UploadChoice } from './check-upload.ts';
import { type StoredUpload, sourceOf, storeUpload } from './stored-upload.ts';
import { keptMs } from './upload-shelf.ts';

type Plan = z.infer<typeof planShape>;

/** Writes down what was learnt of a manifest that was just uploaded. */
export async function newUpload(
  id: string,
  { source, survey, problemCount }: CheckedUpload,
  { choice, options }: { readonly choice: UploadChoice; readonly options: WebOptions },
): Promise<StoredUpload> {
  const { problems: _problems, targets: _targets, skippables: _skippables, ...kept } = survey;
  return {
    upload: id,
    expiresAtMs: Date.now() + keptMs,
    manifest: source.name,
    format: source.format,
    action: choice.action,
    account: choice.account,
    survey: { ...kept, lines: [...kept.lines], noteNames: [...kept.noteNames] },
    problems: [...survey.problems],
    problemCount,
    ...(await plansOf(survey, source.name, options)),
    trace: tracing()?.headers(),
    run: null,
  };
}

/** The upload with the plan as it would be now: somebody else may have submitted the same manifest meanwhile. */
export async function freshUpload(
  folder: string,
  upload: StoredUpload,
  options: WebOptions,
): Promise<StoredUpload> {
  if (upload.plan === null || upload.run !== null) return upload;
  const { plan } = upload;
  const { run, existing, forgottenAt } = await runFor(options.ledger, upload.survey.manifestHash, false);
  const isAsPlanned = run === plan.run && existing === plan.existing && forgottenAt === plan.forgottenAt;
  if (isAsPlanned) return upload;
  const source = sourceOf(folder, upload);
  const survey = await surveyManifest(source, checkOptions(upload, options));
  const fresh = { ...upload, ...(await plansOf(survey, source.name, options)) };
  await storeUpload(folder, fresh);
  return fresh;
}

/** An upload as the API tells it. */
export function uploadDocument(upload: StoredUpload): z.infer<typeof uploadShape> {
  const { survey, problems, expiresAtMs, manifest, format, problemCount, plan, planAgain, run } = upload;
  return {
    upload: upload.upload,
    expiresAt: new Date(expiresAtMs).toISOString(),
    manifest,
    format,
    rows: survey.rows,
    ok: survey.ok,
    purchases: survey.purchases,
    problems,
    problemCount,
    problemsShown: problems.length,
    plan,
    planAgain,
    run,
  };
}

async function plansOf(
  survey: Survey,
  manifest: string,
  options: WebOptions,
): Promise<{ readonly plan: Plan | null; readonly planAgain: Plan | null }> {
  if (!survey.ok) return { plan: null, planAgain: null };
  const plan = await wholePlan(survey, { manifest, again: false, precheck: true }, options);
  if (!plan.existing) return { plan, planAgain: null };
  const again = await options.makePlan(survey, { manifest, again: true });
  const skips = await options.lookForSkips(survey, { precheck: true, isIdle: again.existing });
  // The same accounts pay, and are not asked once more what they hold.
  return { plan, planAgain: { ...plan, ...again, ...skips } };
}

/** A plan, who pays for it, and how much of it would be skipped. */
export async function wholePlan(
  survey: Survey,
  { precheck, ...wanted }: { readonly manifest: string; readonly again: boolean; readonly precheck: boolean },
  { makePlan, payersOf, lookForSkips }: WebOptions,
): Promise<Plan> {
  const plan = await makePlan(survey, wanted);
  const [payers, skips] = await Promise.all([
    payersOf(Object.keys(plan.accounts)),
    lookForSkips(survey, { precheck, isIdle: plan.existing }),
  ]);
  return { ...plan, ...payers, ...skips };
}
