import type { ActionBatch } from './ledger/action-batches.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { RunRecord } from './ledger/runs.ts';
import { dequeue, withQueue } from './queues.ts';

/**
 * Takes purchases of a run out of their queue. A queue is searched from its newest end, so batches are best taken out
 * with the last row first.
 */
export async function takeOut(
  ledger: Ledger,
  record: RunRecord,
  { action, positions }: ActionBatch,
): Promise<void> {
  const line = record.lines.find((candidate) => candidate.action === action);
  if (!line) return;
  await withQueue(ledger.redis, ledger.prefix, line, (queue) => dequeue(queue, record.run, positions));
}
