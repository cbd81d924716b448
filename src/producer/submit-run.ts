import { OperatorError } from '../shared/errors.ts';
import type { Labels } from '../shared/labels.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { openCompanion } from '../shared/ledger/open-companion.ts';
import {
  claimManifest,
  createRun,
  discardRun,
  noteEnqueued,
  readRun,
  sealRun,
} from '../shared/ledger/runs.ts';
import { requeueRun } from '../shared/requeue.ts';
import { scheduleRun } from '../shared/schedule.ts';
import { admitManifest } from './admit-manifest.ts';
import type { AdmittedRows } from './admitted-rows.ts';
import type { CheckOptions } from './manifest/check-manifest.ts';
import type { ManifestSource } from './manifest/manifest-source.ts';
import { planHash } from './plan-run.ts';
import { runFor } from './run-for.ts';
import type { Survey } from './survey-manifest.ts';

export interface SubmitOptions extends CheckOptions {
  readonly name: string | null;
  readonly labels?: Labels;
  /** When it is to be worked; null: at once. */
  readonly startsAtMs?: number | null;
  /** Its lines are held while the balance is below this, in hundredths of the account's currency. */
  readonly stopBelowCents?: number | null;
  /** Look, before a purchase is sent, whether it is so already; unless told otherwise. */
  readonly precheck?: boolean;
  /** Buy the manifest again, on purpose. */
  readonly again: boolean;
  /** Refuse to submit anything but the plan with this hash. */
  readonly plan: string | null;
  /** Told how many purchases are in, from time to time. */
  readonly onAdmitted?: (count: number) => void;
}

/** What became of a submission. The shape is promised to users. */
export interface Submitted {
  readonly run: string;
  /** True when the manifest was submitted before: nothing was added. */
  readonly existing: boolean;
  readonly total: number;
}

/**
 * Queues all purchases of a manifest that was surveyed without a problem, or none. Cut short at any moment and called
 * again, it finishes the same run and adds nothing twice. Throws an OperatorError when the file changed meanwhile, or
 * the plan is not the one that was asked for.
 */
export async function submitRun(
  ledger: Ledger,
  source: ManifestSource,
  survey: Survey,
  options: SubmitOptions,
): Promise<Submitted> {
  if (!survey.ok) throw new Error('Cannot submit manifest as it has problems');
  const { run, existing, forgottenAt, number } = await runFor(ledger, survey.manifestHash, options.again);
  if (forgottenAt !== null) throw forgotten(run, forgottenAt);
  if (options.plan !== null && options.plan !== planHash(run, survey.manifestHash)) {
    throw stalePlan(options.plan, planHash(run, survey.manifestHash));
  }
  const admitted = existing ? null : await submitNew(ledger, source, survey, { ...options, run, number });
  await enqueueOnce(ledger, run, admitted);
  return { run, existing, total: survey.total };
}

interface NewRunOptions extends SubmitOptions {
  readonly run: string;
  readonly number: number;
}

async function submitNew(
  ledger: Ledger,
  source: ManifestSource,
  survey: Survey,
  options: NewRunOptions,
): Promise<AdmittedRows> {
  const { run, number } = options;
  await claimManifest(ledger, survey.manifestHash, number - 1);
  const { total, rows, manifestHash, lines, followUps } = survey;
  const hasFollowUps = Object.keys(followUps).length > 0;
  const created = {
    run,
    name: options.name,
    labels: options.labels ?? {},
    precheck: options.precheck ?? true,
    manifest: source.name,
    manifestHash,
    lines,
    total,
    rows,
    ...(hasFollowUps ? { followUps } : {}),
    stopBelowCents: options.stopBelowCents ?? null,
  };
  await createRun(ledger, created);

  const admitted = await admitManifest(ledger, source, { ...options, survey });
  if (admitted === null) {
    await discardRun(ledger, run);
    throw changedMeanwhile(source.name);
  }
  // Before any worker may buy.
  if (hasFollowUps) await openCompanion(ledger, { ...created, followUps });
  await sealRun(ledger, run, { ...survey, startsAtMs: options.startsAtMs ?? null });
  return admitted;
}

/** A run whose queueing was cut short is queued, or scheduled, by whoever submits its manifest next, or by a worker. */
async function enqueueOnce(ledger: Ledger, run: string, admitted: AdmittedRows | null): Promise<void> {
  const record = await readRun(ledger, run);
  if (record?.phase === 'paused' && record.startsAtMs !== null) {
    return scheduleRun(ledger, run, record.startsAtMs);
  }
  if (record?.phase !== 'running' || record.isEnqueued) return;
  await requeueRun(ledger, run, admitted?.batches());
  await noteEnqueued(ledger, run);
}

function forgotten(run: string, forgottenAt: string): OperatorError {
  return new OperatorError(
    'run-forgotten',
    `Cannot submit manifest as it was submitted before: it was run ${run}, forgotten at ${forgottenAt}`,
    {
      advice:
        'Nothing was queued. --again buys all of it again; `tcbatch import` brings an archive of it back.',
    },
  );
}

function stalePlan(asked: string, actual: string): OperatorError {
  return new OperatorError('plan-stale', `Cannot submit manifest as plan ${asked}: got plan ${actual}`, {
    advice: 'The manifest, or what was submitted before, has changed. Look at `tcbatch plan` again.',
  });
}

function changedMeanwhile(name: string): OperatorError {
  return new OperatorError(
    'manifest-changed',
    `Cannot submit manifest ${name} as it changed while it was read`,
    {
      advice: 'Nothing was queued. Submit it again when nobody writes to it.',
    },
  );
}
