import type { Ledger } from '../shared/ledger/ledger.ts';
import { readOpenQuestions, readPurchase } from '../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import type { Position } from '../shared/purchase.ts';

const readsAtOnce = 100;

/** Where the first purchases of a run that are in doubt stand, in row order; `limit` at most. */
export async function findInDoubt(ledger: Ledger, run: string, limit: number): Promise<readonly Position[]> {
  const doubts = await readInDoubt(ledger, run, limit);
  return doubts.map(({ row, index }) => ({ row, index }));
}

/** The first purchases of a run that are in doubt, in row order; `limit` at most. */
export async function readInDoubt(
  ledger: Ledger,
  run: string,
  limit: number,
): Promise<readonly PurchaseRecord[]> {
  // Deliveries and orders to pay are open questions too; only the purchase itself tells them apart.
  const questions = await readOpenQuestions(ledger, run);
  const found: PurchaseRecord[] = [];
  for (let start = 0; start < questions.length && found.length < limit; start += readsAtOnce) {
    const batch = questions.slice(start, start + readsAtOnce);
    const purchases = await Promise.all(batch.map((position) => readPurchase(ledger, run, position)));
    for (const purchase of purchases) if (purchase?.state === 'in-doubt') found.push(purchase);
  }
  return found.slice(0, limit);
}
