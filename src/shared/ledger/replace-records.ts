import { loadScript } from '../redis/script.ts';
import { runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

const replaceRecordsScript = loadScript(import.meta.url, './replace-records.lua');

export interface Replacement {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** Replaces records that lie in the bucket of a row, unless they were changed meanwhile. Returns how many were. */
export async function replaceRecords(
  ledger: Ledger,
  { run, row }: { readonly run: string; readonly row: number },
  replacements: readonly Replacement[],
): Promise<number> {
  const { bucket } = runKeys(ledger.prefix, run);
  const args = replacements.flatMap(({ field, from, to }) => [field, from, to]);
  return Number(await replaceRecordsScript(ledger.redis, [bucket(row)], args));
}
