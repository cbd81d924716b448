import { Queue, type Telemetry, type WorkerOptions } from 'bullmq';
import type { Line } from './line.ts';
import { lineName } from './line.ts';
import type { Position } from './purchase.ts';
import { purchaseId } from './purchase.ts';
import type { RedisConnection } from './redis/script.ts';
import { tracing } from './tracing/tracing.ts';
import { isLifted } from './variable-rules.ts';

/** Few enough that the batches under way are answered before the garbage collector has carried them along. */
const jobsPerCall = 250;

/** Prefix of a queue's keys, hash-tagged so that each queue lives on one node of a cluster. */
export function queuePrefix(prefix: string, line: Line): string {
  return `{${prefix}-${lineName(line)}}`;
}

/** Opens the queue of one line. Its jobs carry ids alone; the ledger holds what they stand for. Close it after use. */
export function openQueue(redis: RedisConnection, prefix: string, line: Line): Queue {
  const queue = new Queue(lineName(line), {
    connection: redis,
    prefix: queuePrefix(prefix, line),
    skipMetasUpdate: true,
    ...tracedQueue(),
  });
  // A lost connection is told by the command that needed it; without a listener it would end the process.
  queue.on('error', () => {});
  return queue;
}

/** Has BullMQ tell its own spans, and carry a trace from whoever queues to whoever works, where this process is traced. */
export function tracedQueue(): { readonly telemetry?: Telemetry } {
  const traced = tracing();
  return traced ? { telemetry: traced.telemetry } : {};
}

/** Lends the queue of one line to `body` and closes it afterwards, whatever happens. */
export async function withQueue<Value>(
  redis: RedisConnection,
  prefix: string,
  line: Line,
  body: (queue: Queue) => Promise<Value>,
): Promise<Value> {
  const queue = openQueue(redis, prefix, line);
  try {
    return await body(queue);
  } finally {
    await queue.close();
  }
}

/** Gives purchases to their queue; one whose job is already there is left as it is. */
export async function enqueue(queue: Queue, run: string, positions: readonly Position[]): Promise<void> {
  for (let start = 0; start < positions.length; start += jobsPerCall) {
    const batch = positions.slice(start, start + jobsPerCall);
    await queue.addBulk(
      batch.map((position) => ({ name: 'buy', data: {}, opts: { jobId: purchaseId(run, position) } })),
    );
  }
}

/** Takes purchases out of their queue by their ids; those a worker already fetched stay with it. */
export async function dequeue(queue: Queue, run: string, positions: readonly Position[]): Promise<void> {
  for (let start = 0; start < positions.length; start += jobsPerCall) {
    const batch = positions.slice(start, start + jobsPerCall);
    await Promise.all(batch.map((position) => queue.remove(purchaseId(run, position))));
  }
}

function limiterAt(ratePerSecond: number) {
  const max = Math.ceil(ratePerSecond);
  return { max, duration: Math.ceil((1000 * max) / ratePerSecond) };
}

/** How every worker treats a queue, with the reason for each setting. */
export function workerSettings(ratePerSecond: number) {
  return {
    // The fence behind the pacer: it counts fetched jobs in fixed windows, over all workers. A rate above the API's is
    // that of a test, which lifts the limit.
    ...(isLifted(ratePerSecond) ? {} : { limiter: limiterAt(ratePerSecond) }),
    // A killed worker's job comes back within lockDuration + stalledInterval, less than the promised 15 s.
    lockDuration: 9_000,
    stalledInterval: 4_000,
    // With the default of 1 a job that stalls twice is failed and its purchase forgotten by the queue; how often it
    // comes back does not matter, as the ledger decides whether a call may be sent.
    maxStalledCount: 1_000_000,
    // Outcomes live in the ledger; a finished job is of no use to anybody.
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  } satisfies Partial<WorkerOptions>;
}
