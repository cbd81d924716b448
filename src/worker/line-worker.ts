import { DelayedError, type Job, WaitingError, Worker } from 'bullmq';
import { lineName } from '../shared/line.ts';
import { parsePurchaseId } from '../shared/purchase.ts';
import { logQueueTrouble } from '../shared/queue-trouble.ts';
import { queuePrefix, tracedQueue, workerSettings } from '../shared/queues.ts';
import { connectToQueue } from '../shared/redis/queue-connection.ts';
import type { Bench, Disposition } from './bench.ts';
import { processPurchase } from './process-purchase.ts';

/** How soon a delivery that ended in a bug, or for want of Redis, is tried again. */
const afterErrorMs = 5000;

export interface LineWorker {
  /** Fetches nothing more, lets go of what waits, and resolves when what is in flight has its outcome. */
  readonly close: () => Promise<void>;
}

/** Works one line's queue. BullMQ's words stay in here. */
export function startLineWorker(
  bench: Bench,
  { concurrency, ratePerSecond }: { readonly concurrency: number; readonly ratePerSecond: number },
): LineWorker {
  const { ledger, line, log } = bench;
  const prefix = queuePrefix(ledger.prefix, line);
  const connection = connectToQueue(ledger.redis, prefix);
  const inHand = new Set<Promise<void>>();
  const handle = (job: Job, token: string | undefined): Promise<void> => {
    const delivery = deliver(bench, job, token).finally(() => inHand.delete(delivery));
    inHand.add(delivery);
    return delivery;
  };
  const worker = new Worker(lineName(line), handle, {
    connection: connection.redis,
    prefix,
    concurrency,
    ...workerSettings(ratePerSecond),
    ...tracedQueue(),
  });
  worker.on('stalled', () => bench.meter.noteStalled());
  logQueueTrouble(worker, log);
  let closing: Promise<void> | null = null;
  return {
    close: () => {
      bench.pacer.stop();
      closing ??= (async () => {
        await worker.close();
        // BullMQ does not wait for them where its own connection is in trouble at that moment.
        await Promise.allSettled(inHand);
        await connection.close();
      })();
      return closing;
    },
  };
}

async function deliver(bench: Bench, job: Job, token: string | undefined): Promise<void> {
  bench.meter.noteTaken();
  const disposition = await disposeOf(bench, job);
  switch (disposition.kind) {
    case 'done':
      return;
    case 'deliver-again':
      await job.moveToDelayed(Date.now() + disposition.delayMs, token);
      throw new DelayedError();
    case 'back-to-queue':
      await job.moveToWait(token);
      throw new WaitingError();
  }
}

async function disposeOf(bench: Bench, job: Job): Promise<Disposition> {
  const purchase = parsePurchaseId(job.id ?? '');
  if (purchase === null) {
    bench.log.error(
      { job: job.id },
      'A job that stands for no purchase was put into the queue, letting go of it',
    );
    bench.meter.noteDelivered('done');
    return { kind: 'done' };
  }
  try {
    const disposition = await processPurchase(bench, purchase);
    bench.meter.noteDelivered(disposition.kind);
    return disposition;
  } catch (error) {
    bench.meter.noteDelivered('error');
    bench.log.error({ err: error, purchase: job.id }, 'Cannot work purchase, delivering it again');
    return { kind: 'deliver-again', delayMs: afterErrorMs };
  }
}
