import { Queue, Worker } from 'bullmq';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Log } from '../shared/log.ts';
import { logQueueTrouble } from '../shared/queue-trouble.ts';
import { connectToQueue } from '../shared/redis/queue-connection.ts';
import type { WebhookSettings } from '../shared/webhook-settings.ts';
import { noteSent, readDelivery } from './event-book.ts';
import { sendEvent } from './send-event.ts';

const queueName = 'webhooks';

/** A second, two, four: the last of them after nine hours in all. */
const attempts = 15;
const firstDelayMs = 1_000;

/** Events on their way to whoever is told. */
export interface DeliveryQueue {
  /** Delivers an event, now or as soon as it can be; one that is on its way is not added twice. */
  readonly add: (id: string) => Promise<void>;
  /** Events that are to be tried now, those that wait for another try left out. */
  readonly countDue: () => Promise<number>;
  /** Gives up what is being tried, to be tried again by whoever comes next. */
  readonly close: () => Promise<void>;
}

/** Opens the queue, and delivers what is in it. */
export function openDeliveryQueue(ledger: Ledger, settings: WebhookSettings, log: Log): DeliveryQueue {
  const prefix = `{${ledger.prefix}-${queueName}}`;
  const queue = new Queue(queueName, { connection: ledger.redis, prefix, skipMetasUpdate: true });
  // A lost connection is told by the command that needed it; without a listener it would end the process.
  queue.on('error', () => {});
  const stopping = new AbortController();
  const connection = connectToQueue(ledger.redis, prefix);
  const deliver = deliveryBy(ledger, settings, { signal: stopping.signal, log });
  const worker = new Worker(queueName, deliver, {
    connection: connection.redis,
    prefix,
    concurrency: 4,
    maxStalledCount: 1_000_000,
  });
  logQueueTrouble(worker, log);
  let closing: Promise<void> | null = null;
  return {
    add: async (id) => {
      const backoff = { type: 'exponential', delay: firstDelayMs };
      const opts = { jobId: id, attempts, backoff, removeOnComplete: true, removeOnFail: true };
      await queue.add('deliver', {}, opts);
    },
    countDue: async () => {
      const { waiting = 0, active = 0 } = await queue.getJobCounts('waiting', 'active');
      return waiting + active;
    },
    close: () => {
      stopping.abort();
      closing ??= Promise.all([worker.close(), queue.close()]).then(connection.close);
      return closing;
    },
  };
}

interface Manner {
  readonly signal: AbortSignal;
  readonly log: Log;
}

interface DeliveryJob {
  readonly id?: string | undefined;
  readonly attemptsMade: number;
}

function deliveryBy(ledger: Ledger, settings: WebhookSettings, { signal, log }: Manner) {
  return async ({ id = '', attemptsMade }: DeliveryJob): Promise<void> => {
    const delivery = await readDelivery(ledger, id);
    if (!delivery || delivery.state === 'delivered') return;
    const sent = await sendEvent(delivery, settings, signal);
    const isLast = attemptsMade + 1 >= attempts;
    await noteSent(ledger, delivery, { sent, isLast });
    if (sent.isDelivered) return;
    log.warn({ event: id, answer: sent.answer, isLast }, 'A webhook was not delivered');
    throw new Error(`Cannot deliver event ${id}: got ${sent.answer}`);
  };
}
