import type { Ledger } from '../../shared/ledger/ledger.ts';
import { lineName } from '../../shared/line.ts';
import { readInDoubt } from '../find-in-doubt.ts';

/** Enough to find the oldest where rows are bought about in their order, and little to read every few seconds. */
const mostRead = 1000;

/** When the oldest purchase in doubt of each line was sent; of the first thousand in row order. */
export async function oldestDoubts(ledger: Ledger, run: string): Promise<ReadonlyMap<string, number>> {
  const oldest = new Map<string, number>();
  for (const { action, account, sentAtMs, queuedAtMs } of await readInDoubt(ledger, run, mostRead)) {
    const line = lineName({ action, account });
    const sinceMs = sentAtMs ?? queuedAtMs;
    oldest.set(line, Math.min(sinceMs, oldest.get(line) ?? sinceMs));
  }
  return oldest;
}
