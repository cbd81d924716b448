import type { Position } from '../purchase.ts';
import type { Ledger } from './ledger.ts';
import { readHeadBatches } from './read-purchases.ts';

const batchSize = 250;

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
  for await (const batch of readHeadBatches(ledger, run, options)) {
    for (const { head, row, index } of batch) {
      if (head.state !== 'queued') continue;
      const positions = waiting.get(head.action) ?? [];
      waiting.set(head.action, positions);
      positions.push({ row, index });
      if (positions.length < batchSize) continue;
      yield { action: head.action, positions };
      waiting.delete(head.action);
    }
  }
  for (const [action, positions] of waiting) yield { action, positions };
}
