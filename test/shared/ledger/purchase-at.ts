import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { readPurchase } from '../../../src/shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../../src/shared/ledger/record.ts';

/** The purchase of a row, which the test admitted. */
export async function purchaseAt(
  ledger: Ledger,
  run: string,
  row: number,
  index = 1,
): Promise<PurchaseRecord> {
  const record = await readPurchase(ledger, run, { row, index });
  if (!record) throw new Error(`Cannot find purchase as run ${run} has none there: got ${row}.${index}`);
  return record;
}
