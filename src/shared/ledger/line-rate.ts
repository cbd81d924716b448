import type { Line } from '../line.ts';
import { lineName } from '../line.ts';
import { lineKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/**
 * Sets the rate of a line, in calls a second, for every process from its next call on; null: each process's own counts
 * again. The pacer's scripts read it, and let the lower of the two count.
 */
export async function setLineRate(ledger: Ledger, line: Line, callsPerSecond: number | null): Promise<void> {
  const { rate } = lineKeys(ledger.prefix, lineName(line));
  if (callsPerSecond === null) await ledger.redis.del(rate);
  else await ledger.redis.set(rate, String(callsPerSecond));
}

/** What was set by hand; null when nothing was. */
export async function readLineRate(ledger: Ledger, line: Line): Promise<number | null> {
  const stored = await ledger.redis.get(lineKeys(ledger.prefix, lineName(line)).rate);
  return stored === null ? null : Number(stored);
}

/** By how much the spacing is wider since the API turned calls away; 1 when it is not. */
export async function readWidening(ledger: Ledger, line: Line): Promise<number> {
  const { pacer } = lineKeys(ledger.prefix, lineName(line));
  return Number((await ledger.redis.hget(pacer, 'widen')) ?? 1);
}
