import { companionOf } from '../../shared/follow-ups/companion.ts';
import { readCounts } from '../../shared/ledger/read-counts.ts';
import { readOpenQuestions } from '../../shared/ledger/read-purchases.ts';
import { lookAtRun } from './look-at-run.ts';
import type { LookRoom } from './room.ts';

/** What a look at a whole run did. */
export interface Reconciled {
  /** Purchases that were looked up. */
  readonly looked: number;
  /** Left in doubt after it. */
  readonly inDoubt: number;
}

/**
 * Looks up now, once, all that only the provider can tell of a run and of what follows its purchases, and settles what
 * it proves.
 */
export async function reconcileRun(room: LookRoom, run: string): Promise<Reconciled> {
  const own = await reconcilePart(room, run);
  const next = await reconcilePart(room, companionOf(run));
  return { looked: own.looked + next.looked, inDoubt: own.inDoubt + next.inDoubt };
}

async function reconcilePart(room: LookRoom, run: string): Promise<Reconciled> {
  const positions = await readOpenQuestions(room.ledger, run);
  await lookAtRun(room, run, positions);
  const { byState } = await readCounts(room.ledger, run);
  return { looked: positions.length, inDoubt: byState['in-doubt'] };
}
