import { deriveClientToken } from '../shared/actions/client-token.ts';
import { freezeBody } from '../shared/actions/freeze-body.ts';
import { findAction } from '../shared/actions/index.ts';
import { OperatorError } from '../shared/errors.ts';
import { fewAtOnce } from '../shared/few-at-once.ts';
import { type Admission, admit } from '../shared/ledger/admit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import {
  claimManifest,
  createRun,
  discardRun,
  noteEnqueued,
  readRun,
  sealRun,
} from '../shared/ledger/runs.ts';
import type { CheckedRow } from '../shared/purchase.ts';
import { requeueRun } from '../shared/requeue.ts';
import { type CheckOptions, checkManifest } from './manifest/check-manifest.ts';
import { manifestHasher } from './manifest/manifest-hasher.ts';
import type { ManifestSource } from './manifest/manifest-source.ts';
import { planHash, runFor } from './plan-run.ts';
import type { Survey } from './survey-manifest.ts';

export interface SubmitOptions extends CheckOptions {
  readonly name: string | null;
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

const admissionsPerCall = 500;
/** Batches on their way to Redis at once; more would only wait there. */
const callsAtOnce = 4;

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
  const { run, existing, number } = await runFor(ledger, survey.manifestHash, options.again);
  if (options.plan !== null && options.plan !== planHash(run, survey.manifestHash)) {
    throw stalePlan(options.plan, planHash(run, survey.manifestHash));
  }
  if (!existing) await submitNew(ledger, source, survey, { ...options, run, number });
  await enqueueOnce(ledger, run);
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
): Promise<void> {
  const { run, number } = options;
  await claimManifest(ledger, survey.manifestHash, number - 1);
  const { total, rows, manifestHash, lines } = survey;
  await createRun(ledger, {
    run,
    name: options.name,
    manifest: source.name,
    manifestHash,
    lines,
    total,
    rows,
  });

  const hasher = manifestHasher();
  await admitAll(ledger, run, admissionsOf(run, checkedRows(source, options, hasher.add)), options);
  if (hasher.digest() !== manifestHash) {
    await discardRun(ledger, run);
    throw changedMeanwhile(source.name);
  }
  await sealRun(ledger, run, survey);
}

/** The second reading of a manifest that was just found good; a problem now means that the file changed. */
async function* checkedRows(
  source: ManifestSource,
  options: CheckOptions,
  onRow: (row: CheckedRow) => void,
): AsyncGenerator<CheckedRow> {
  for await (const checks of checkManifest(source, options)) {
    for (const check of checks) {
      if (check.kind === 'problem') return;
      onRow(check.row);
      yield check.row;
    }
  }
}

async function* admissionsOf(run: string, rows: AsyncIterable<CheckedRow>): AsyncGenerator<Admission> {
  for await (const { count, params, ...row } of rows) {
    const definition = findAction(row.action);
    if (!definition) throw new Error(`Cannot freeze purchase as its action is unknown: got ${row.action}`);
    for (let index = 1; index <= count; index += 1) {
      // A token that follows from the purchase is the same after any number of submissions.
      const token =
        definition.safety.kind === 'token' && params[definition.safety.tokenParameter] === undefined
          ? { [definition.safety.tokenParameter]: deriveClientToken(run, row.row, index) }
          : {};
      const body = freezeBody(definition, { ...params, ...token });
      yield { purchase: { ...row, index, body }, rowCount: count };
    }
  }
}

async function admitAll(
  ledger: Ledger,
  run: string,
  admissions: AsyncIterable<Admission>,
  { onAdmitted = () => {} }: SubmitOptions,
): Promise<void> {
  let batch: Admission[] = [];
  let count = 0;
  const underWay = fewAtOnce(callsAtOnce);
  for await (const admission of admissions) {
    batch.push(admission);
    if (batch.length < admissionsPerCall) continue;
    count += batch.length;
    await underWay.add(admit(ledger, run, batch));
    batch = [];
    onAdmitted(count);
  }
  await underWay.add(admit(ledger, run, batch));
  await underWay.all();
  onAdmitted(count + batch.length);
}

/** A run whose queueing was cut short is queued by whoever submits its manifest next, or by a worker. */
async function enqueueOnce(ledger: Ledger, run: string): Promise<void> {
  const record = await readRun(ledger, run);
  if (record?.phase !== 'running' || record.isEnqueued) return;
  await requeueRun(ledger, run);
  await noteEnqueued(ledger, run);
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
