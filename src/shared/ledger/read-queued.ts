import type { Position } from '../purchase.ts';
import type { Ledger } from './ledger.ts';
import { readPurchases } from './read-purchases.ts';

const batchSize = 500;

/** Purchases of one action. */
export interface ActionBatch {
  readonly action: string;
  readonly positions: readonly Position[];
}

/** Reads where a run's queued purchases are, in batches of one action each. */
export async function* readQueuedByAction(
  ledger: Ledger,
  run: string,
  options: { readonly lastFirst?: boolean } = {},
): AsyncGenerator<ActionBatch> {
  const waiting = new Map<string, Position[]>();
  for await (const { action, state, row, index } of readPurchases(ledger, run, options)) {
    if (state !== 'queued') continue;
    const positions = waiting.get(action) ?? [];
    waiting.set(action, positions);
    positions.push({ row, index });
    if (positions.length < batchSize) continue;
    yield { action, positions };
    waiting.delete(action);
  }
  for (const [action, positions] of waiting) yield { action, positions };
}
