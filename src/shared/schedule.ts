import { Queue } from 'bullmq';
import type { Ledger } from './ledger/ledger.ts';

/** The queue whose jobs are runs that wait for their time. */
export const scheduleQueue = 'schedule';

/** Prefix of its keys, hash-tagged as those of the lines' queues. */
export function schedulePrefix(prefix: string): string {
  return `{${prefix}-${scheduleQueue}}`;
}

/**
 * Whether a connection of this name is the one on which a worker waits for runs to start, as BullMQ names it. Every
 * worker has one, and nobody else has.
 */
export function isWorkersName(connection: string): boolean {
  return connection.endsWith(`${schedulePrefix('').slice(1)}:${btoa(scheduleQueue)}`);
}

/**
 * Has a run started when its time has come, by whichever worker is there then. Doing it twice changes nothing. The
 * ledger decides whether it is still to be started, so a job that is late, lost or delivered twice does no harm.
 */
export async function scheduleRun(ledger: Ledger, run: string, startsAtMs: number): Promise<void> {
  const queue = new Queue(scheduleQueue, {
    connection: ledger.redis,
    prefix: schedulePrefix(ledger.prefix),
    skipMetasUpdate: true,
  });
  // A lost connection is told by the command that needed it; without a listener it would end the process.
  queue.on('error', () => {});
  try {
    const delay = Math.max(0, startsAtMs - Date.now());
    await queue.add('start', {}, { jobId: run, delay, removeOnComplete: true, removeOnFail: true });
  } finally {
    await queue.close();
  }
}
