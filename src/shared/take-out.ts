import type { Ledger } from './ledger/ledger.ts';
import type { LineBatch } from './ledger/line-batches.ts';
import type { RunRecord } from './ledger/runs.ts';
import { parseLineName } from './line.ts';
import { dequeue, withQueue } from './queues.ts';

/**
 * Takes purchases of a run out of their queue. A queue is searched from its newest end, so batches are best taken out
 * with the last row first.
 */
export async function takeOut(
  ledger: Ledger,
  { run }: Pick<RunRecord, 'run'>,
  { line, positions }: LineBatch,
): Promise<void> {
  await withQueue(ledger.redis, ledger.prefix, parseLineName(line), (queue) =>
    dequeue(queue, run, positions),
  );
}
