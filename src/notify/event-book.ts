import { z } from 'zod';
import { notifyKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { NotifyEvent } from './event.ts';
import type { Sent } from './send-event.ts';

const deliveryShape = z.object({
  id: z.string(),
  type: z.enum(['run.finished', 'line.held', 'purchases.in-doubt', 'test']),
  at: z.string(),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
  state: z.enum(['waiting', 'delivered', 'given-up']),
  /** Tries so far. */
  attempts: z.number(),
  /** What the last one was answered; null before the first. */
  answer: z.string().nullable(),
  deliveredAt: z.string().nullable(),
});

/** An event, and how far its delivery is. */
export type Delivery = z.infer<typeof deliveryShape>;

/** Older ones are nobody's concern any more; what is found again later than a day is not told either. */
const mostKept = 1_000;

/** Writes an event down, unless somebody did. Returns whether it is new. */
export async function noteEvent(ledger: Ledger, event: NotifyEvent): Promise<boolean> {
  const { events, order } = notifyKeys(ledger.prefix);
  const delivery: Delivery = { ...event, state: 'waiting', attempts: 0, answer: null, deliveredAt: null };
  const isNew = (await ledger.redis.hsetnx(events, event.id, JSON.stringify(delivery))) === 1;
  await ledger.redis.zadd(order, 'NX', Date.now(), event.id);
  const old = await ledger.redis.zrange(order, '0', String(-1 - mostKept));
  if (old.length > 0) {
    await ledger.redis.hdel(events, ...old);
    await ledger.redis.zrem(order, ...old);
  }
  return isNew;
}

/** Null for an event that nobody knows any more. */
export async function readDelivery(ledger: Ledger, id: string): Promise<Delivery | null> {
  const stored = await ledger.redis.hget(notifyKeys(ledger.prefix).events, id);
  return stored === null ? null : deliveryShape.parse(JSON.parse(stored));
}

/** The deliveries there are, newest first. */
export async function listDeliveries(ledger: Ledger): Promise<Delivery[]> {
  const { order } = notifyKeys(ledger.prefix);
  const ids = await ledger.redis.zrevrange(order, 0, -1);
  const deliveries = await Promise.all(ids.map((id) => readDelivery(ledger, id)));
  return deliveries.filter((delivery) => delivery !== null);
}

/** Writes down what became of a try. */
export async function noteSent(
  ledger: Ledger,
  delivery: Delivery,
  { sent, isLast }: { readonly sent: Sent; readonly isLast: boolean },
): Promise<void> {
  const { isDelivered, answer } = sent;
  const failed = isLast ? 'given-up' : 'waiting';
  const noted: Delivery = {
    ...delivery,
    // A replay that fails leaves what was delivered before as it is.
    state: isDelivered || delivery.state === 'delivered' ? 'delivered' : failed,
    attempts: delivery.attempts + 1,
    answer,
    deliveredAt: isDelivered ? new Date().toISOString() : delivery.deliveredAt,
  };
  await ledger.redis.hset(notifyKeys(ledger.prefix).events, delivery.id, JSON.stringify(noted));
}
