import { setTimeout as delay } from 'node:timers/promises';
import { ReplyError } from 'ioredis';
import type { Ledger } from './ledger.ts';

/** Whether the ledger's Redis takes a write, refuses it, or cannot be reached in time. */
export type LedgerState = 'writable' | 'refusing' | 'away';

const forgottenAfterMs = 60_000;

/** Tries a write each time that it is called; while one is still under way, its end is what all wait for. */
export function createLedgerProbe(
  ledger: Ledger,
  { timeoutMs }: { readonly timeoutMs: number },
): () => Promise<LedgerState> {
  // A worker's connection keeps what it is asked until Redis is back: one question at a time, or they would pile up.
  let underWay: Promise<LedgerState> | null = null;
  const ask = async (): Promise<LedgerState> => {
    try {
      await ledger.redis.set(`${ledger.prefix}:{probe}`, '1', 'PX', forgottenAfterMs);
      return 'writable';
    } catch (error) {
      return error instanceof ReplyError ? 'refusing' : 'away';
    } finally {
      underWay = null;
    }
  };
  return async () => {
    underWay ??= ask();
    const giveUp = new AbortController();
    const inTime = delay(timeoutMs, 'away' as const, { signal: giveUp.signal });
    inTime.catch(() => {});
    const state = await Promise.race([underWay, inTime]);
    giveUp.abort();
    return state;
  };
}
