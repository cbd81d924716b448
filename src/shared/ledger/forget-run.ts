import { loadScript } from '../redis/script.ts';
import { everyRunKey, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import type { RunRecord } from './runs.ts';

const forgetRunScript = loadScript(import.meta.url, './forget-run.lua');

/**
 * Removes every key of a run at one moment, unless something of it is left to settle. What the provider sold stays
 * claimed by its purchases, and what was bought for a target stays noted: both keep other runs from buying it again.
 */
export async function removeRun(
  ledger: Ledger,
  { run, rows }: RunRecord,
): Promise<'forgotten' | 'unknown' | 'unsettled'> {
  const keys = runKeys(ledger.prefix, run);
  const first = [keys.run, keys.counts];
  const rest = everyRunKey(ledger.prefix, run, rows).filter((key) => !first.includes(key));
  const reply = await forgetRunScript(ledger.redis, [...first, ...rest], []);
  return reply as 'forgotten' | 'unknown' | 'unsettled';
}
