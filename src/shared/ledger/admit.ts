import type { Purchase } from '../purchase.ts';
import { fieldOf, groupByBucket, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { frozenPart } from './record.ts';
import { loadTransition, transitionKeys } from './transition.ts';

const admitScript = loadTransition('admit.lua');

/** A purchase to admit, with how many its row asks for. */
export interface Admission {
  readonly purchase: Purchase;
  readonly rowCount: number;
}

/**
 * Admits purchases to a run that is being submitted; those already there are left as they are.
 * Returns how many were new. Throws when a position already holds another purchase.
 */
export async function admit(ledger: Ledger, run: string, admissions: readonly Admission[]): Promise<number> {
  const batches = groupByBucket(admissions, ({ purchase }) => purchase.row);
  const added = await Promise.all(batches.map((batch) => admitBucket(ledger, run, batch)));
  return added.reduce((sum, count) => sum + count, 0);
}

async function admitBucket(ledger: Ledger, run: string, batch: readonly Admission[]): Promise<number> {
  const first = batch[0];
  if (!first) return 0;
  const keys = [...transitionKeys(ledger, run, first.purchase.row), runKeys(ledger.prefix, run).rowCounts];
  const args = batch.flatMap(({ purchase, rowCount }) => [
    fieldOf(purchase),
    purchase.action,
    rowCount,
    frozenPart(purchase),
  ]);
  return Number(await admitScript(ledger.redis, keys, args));
}
