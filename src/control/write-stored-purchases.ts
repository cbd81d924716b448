import { fieldOf, groupByBucket, runKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { parseRecord } from '../shared/ledger/record.ts';
import { rememberBought } from './remember-bought.ts';

/** Writes purchases down exactly as they were stored, and notes what they bought. */
export async function writeStoredPurchases(
  ledger: Ledger,
  run: string,
  purchases: readonly (readonly [row: number, index: number, stored: string])[],
): Promise<void> {
  for (const batch of groupByBucket(purchases, ([row]) => row)) {
    const bucket = runKeys(ledger.prefix, run).bucket(batch[0]?.[0] ?? 1);
    const fields = batch.flatMap(([row, index, stored]) => [fieldOf({ row, index }), stored]);
    await ledger.redis.hset(bucket, ...fields);
  }
  const records = purchases.map(([row, index, stored]) => parseRecord({ row, index }, stored));
  await rememberBought(ledger, run, records);
}
