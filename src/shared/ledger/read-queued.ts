import { type ActionBatch, actionBatches } from './action-batches.ts';
import type { Ledger } from './ledger.ts';
import { type ReadOptions, readHeadBatches } from './read-purchases.ts';

/** Reads where a run's queued purchases are, in batches of one action each. */
export async function* readQueuedByAction(
  ledger: Ledger,
  run: string,
  options: ReadOptions = {},
): AsyncGenerator<ActionBatch> {
  const batches = actionBatches();
  for await (const heads of readHeadBatches(ledger, run, options)) {
    for (const { head, row, index } of heads) {
      const full = head.state === 'queued' ? batches.add(head.action, { row, index }) : null;
      if (full) yield full;
    }
  }
  yield* batches.rest();
}
