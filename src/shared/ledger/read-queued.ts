import { lineName } from '../line.ts';
import type { Ledger } from './ledger.ts';
import { type LineBatch, lineBatches } from './line-batches.ts';
import { type ReadOptions, readHeadBatches } from './read-purchases.ts';

/** Reads where a run's queued purchases are, in batches of one line each. */
export async function* readQueuedByLine(
  ledger: Ledger,
  run: string,
  options: ReadOptions = {},
): AsyncGenerator<LineBatch> {
  const batches = lineBatches();
  for await (const heads of readHeadBatches(ledger, run, options)) {
    for (const { head, row, index } of heads) {
      const full = head.state === 'queued' ? batches.add(lineName(head), { row, index }) : null;
      if (full) yield full;
    }
  }
  yield* batches.rest();
}
