import { loadScript } from '../redis/script.ts';
import { runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

const startRunScript = loadScript(import.meta.url, './start-run.lua');

/** `early`: its time has not come; `not-scheduled`: it was started before, or a person wants otherwise by now. */
export type Started =
  | { readonly kind: 'started' }
  | { readonly kind: 'early'; readonly leftMs: number }
  | { readonly kind: 'not-scheduled' };

/** Starts a scheduled run if its time has come, by the clock of Redis. */
export async function startRun(ledger: Ledger, run: string): Promise<Started> {
  const reply = await startRunScript(ledger.redis, [runKeys(ledger.prefix, run).run], []);
  const [kind, leftMs = 0] = reply as [Started['kind'], number?];
  return kind === 'early' ? { kind, leftMs } : { kind };
}
