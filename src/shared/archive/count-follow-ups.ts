import { parseHeadOf } from '../ledger/record.ts';
import { lineName } from '../line.ts';
import type { ArchiveLine } from './archive-line.ts';

/** What the ledger counts of a run, as it stores it. */
export interface FollowUpTally {
  readonly counts: Record<string, string>;
  readonly errors: Record<string, string>;
  /** When the last of them was settled; null where there are none. */
  finishedAtMs: number | null;
}

export function emptyTally(): FollowUpTally {
  return { counts: {}, errors: {}, finishedAtMs: null };
}

/** Adds the follow-ups of an archive's line to what was counted: an archive holds them without their sums. */
export function countFollowUps(tally: FollowUpTally, line: ArchiveLine): void {
  if (!('followUps' in line)) return;
  for (const [, , stored] of line.followUps) {
    const head = parseHeadOf(stored);
    const { state, errorCode, settledAtMs } = head;
    const name = lineName(head);
    addOne(tally.counts, state);
    addOne(tally.counts, `${name}/${state}`);
    if (errorCode !== null && state === 'failed') addOne(tally.errors, `${state}|${name}|${errorCode}`);
    if (settledAtMs !== null) tally.finishedAtMs = Math.max(tally.finishedAtMs ?? 0, settledAtMs);
  }
}

function addOne(counts: Record<string, string>, field: string): void {
  counts[field] = String(Number(counts[field] ?? 0) + 1);
}
