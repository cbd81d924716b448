import { OperatorError } from '../shared/errors.ts';
import { companionOf } from '../shared/follow-ups/companion.ts';
import { removeRun } from '../shared/ledger/forget-run.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { hasFollowUps, noteIdle, type RunRecord, readRun, unlistRun } from '../shared/ledger/runs.ts';
import { readTombstone, removeTombstone, writeTombstone } from '../shared/ledger/tombstones.ts';
import { requireSettled } from '../shared/require-settled.ts';
import { type Hand, knownRun } from './act.ts';

/**
 * Forgets a run: its books, not that it was bought. Cut short and called again, it finishes. Throws an OperatorError
 * `run-unsettled` when something of it is left to settle.
 */
export async function forgetRun(ledger: Ledger, run: string, hand: Hand): Promise<void> {
  const record = await readRun(ledger, run);
  if (record === null && (await readTombstone(ledger, run)) !== null) return unlistRun(ledger, run);
  const known = record ?? (await knownRun(ledger, run));
  await requireSettled(ledger, known, 'forget');
  // First, as nobody may meet the manifest while it is neither there nor known to be forgotten.
  await writeTombstone(ledger, run, tombstoneOf(known, hand));
  // What follows its purchases goes first, as the run itself tells that there is anything.
  if (hasFollowUps(known)) {
    await removeRun(ledger, { ...known, run: companionOf(run) });
    await noteIdle(ledger, companionOf(run));
  }
  const removed = await removeRun(ledger, known);
  if (removed === 'unsettled') {
    await removeTombstone(ledger, run);
    await requireSettled(ledger, known, 'forget');
    throw new OperatorError('run-unsettled', `Cannot forget run ${run} as somebody is changing it`);
  }
  await unlistRun(ledger, run);
}

function tombstoneOf({ name, manifest, total, submittedAtMs }: RunRecord, { who }: Hand) {
  const forgottenAt = new Date().toISOString();
  return { forgottenAt, who, name, manifest, total, submittedAt: new Date(submittedAtMs).toISOString() };
}
