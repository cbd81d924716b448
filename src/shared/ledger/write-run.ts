import { loadScript } from '../redis/script.ts';
import { serverFacts } from '../redis/server-facts.ts';
import { runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

const createRunScript = loadScript(import.meta.url, serverFacts, './create-run.lua');

/** Writes the fields of a run down, or leaves them as they are. Returns the phase that stands. */
export async function writeRun(
  ledger: Ledger,
  run: string,
  fields: Readonly<Record<string, string>>,
): Promise<unknown> {
  const keys = [runKeys(ledger.prefix, run).run];
  return createRunScript(ledger.redis, keys, Object.entries(fields).flat());
}
