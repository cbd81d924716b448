import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { notifyKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Log } from '../shared/log.ts';
import { repeatUntilStopped } from '../shared/repeat-until-stopped.ts';
import type { WebhookSettings } from '../shared/webhook-settings.ts';
import { type DeliveryQueue, openDeliveryQueue } from './delivery-queue.ts';
import { listDeliveries, noteEvent } from './event-book.ts';
import { findEvents } from './find-events.ts';

const lookEveryMs = 2_000;
/** One process looks at a time; another takes over when it tells nothing for so long. */
const leaseMs = 10_000;
/** A process that ends, as those of `run` do when their run is finished, still tells of it if it may be told quickly. */
const lastWordMs = 3_000;

export interface NotifierOptions {
  readonly ledger: Ledger;
  readonly settings: WebhookSettings;
  readonly log: Log;
}

export interface Notifier {
  /** Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** Tells people what happened until it is closed. Nothing that buys waits for it. */
export function startNotifier({ ledger, settings, log }: NotifierOptions): Notifier {
  const queue = openDeliveryQueue(ledger, settings, log);
  const self = randomUUID();
  let looks = 0;
  const look = () => lookOnce(ledger, queue, { self, doubtMinutes: settings.doubtMinutes, looks: looks++ });
  const onError = (error: unknown) => log.warn({ err: error }, 'Cannot look for what to tell');
  const atEnd = async () => {
    await look().catch(onError);
    await lastWord(queue).catch(() => {});
    await release(ledger, self).catch(() => {});
    await queue.close();
  };
  return repeatUntilStopped(look, { everyMs: lookEveryMs, onError, atEnd });
}

async function lookOnce(
  ledger: Ledger,
  queue: DeliveryQueue,
  { self, doubtMinutes, looks }: LookOptions,
): Promise<void> {
  if (!(await isOurTurn(ledger, self))) return;
  for await (const { event, noteFound } of findEvents(ledger, doubtMinutes)) {
    const isNew = await noteEvent(ledger, event);
    if (isNew) await queue.add(event.id);
    await noteFound();
  }
  if (looks % looksPerSweep === 0) await queueLost(ledger, queue);
}

interface LookOptions {
  readonly self: string;
  readonly doubtMinutes: number;
  /** How often this process looked before. */
  readonly looks: number;
}

const looksPerSweep = 15;

/** Whoever noted an event may not have lived to queue it. One that is on its way is left as it is. */
async function queueLost(ledger: Ledger, queue: DeliveryQueue): Promise<void> {
  for (const { id, state } of await listDeliveries(ledger)) {
    if (state === 'waiting') await queue.add(id);
  }
}

async function isOurTurn({ redis, prefix }: Ledger, self: string): Promise<boolean> {
  const { lease } = notifyKeys(prefix);
  if ((await redis.set(lease, self, 'PX', leaseMs, 'NX')) !== null) return true;
  if ((await redis.get(lease)) !== self) return false;
  await redis.pexpire(lease, leaseMs);
  return true;
}

async function release({ redis, prefix }: Ledger, self: string): Promise<void> {
  const { lease } = notifyKeys(prefix);
  if ((await redis.get(lease)) === self) await redis.del(lease);
}

async function lastWord(queue: DeliveryQueue): Promise<void> {
  const deadlineMs = Date.now() + lastWordMs;
  while (Date.now() < deadlineMs && (await queue.countDue()) > 0) await delay(50);
}
