import type { Queue } from 'bullmq';
import { fewAtOnce } from './few-at-once.ts';
import { runKeys } from './ledger/keys.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { LineBatch } from './ledger/line-batches.ts';
import { readQueuedByLine } from './ledger/read-queued.ts';
import { noteQueuedAnew, readRun } from './ledger/runs.ts';
import { lineName } from './line.ts';
import { enqueue, openQueue } from './queues.ts';

/** Longer than a pass over a million purchases; one pass at a time is enough. */
const lockMs = 120_000;
/** While Redis takes some in, the next are read and packed. */
const batchesAtOnce = 2;

/**
 * Gives every purchase that the ledger says is queued to its queue, if it is not there: the way into the queue after
 * resuming, and the way back after a queue was lost. Repeating it changes nothing. Whoever knows the purchases, as they
 * were just admitted, gives them as `batches`; a job for one that is not queued any more does nothing.
 */
export async function requeueRun(
  ledger: Ledger,
  run: string,
  batches: Iterable<LineBatch> | AsyncIterable<LineBatch> = readQueuedByLine(ledger, run),
): Promise<void> {
  const record = await readRun(ledger, run);
  if (!record) return;
  const queues = new Map(
    record.lines.map((line) => [lineName(line), openQueue(ledger.redis, ledger.prefix, line)]),
  );
  try {
    await fillQueues(run, queues, batches);
  } finally {
    await Promise.all(Array.from(queues.values(), (queue) => queue.close()));
  }
}

/** The same, unless somebody else is at it. With `keepsPlace`, where most of its purchases are in their queue still. */
export async function requeueRunAlone(
  ledger: Ledger,
  run: string,
  { keepsPlace }: { readonly keepsPlace: boolean },
): Promise<void> {
  const { requeueLock } = runKeys(ledger.prefix, run);
  if ((await ledger.redis.set(requeueLock, '1', 'PX', lockMs, 'NX')) === null) return;
  try {
    if (!keepsPlace) await noteQueuedAnew(ledger, run);
    await requeueRun(ledger, run);
  } finally {
    await ledger.redis.del(requeueLock);
  }
}

async function fillQueues(
  run: string,
  queues: ReadonlyMap<string, Queue>,
  batches: Iterable<LineBatch> | AsyncIterable<LineBatch>,
): Promise<void> {
  const underWay = fewAtOnce(batchesAtOnce);
  for await (const batch of batches) {
    await underWay.add(give(queues, run, batch));
  }
  await underWay.all();
}

async function give(
  queues: ReadonlyMap<string, Queue>,
  run: string,
  { line, positions }: LineBatch,
): Promise<void> {
  const queue = queues.get(line);
  if (!queue) throw new Error(`Cannot queue purchases of run ${run} as it has no such line: got ${line}`);
  await enqueue(queue, run, positions);
}
