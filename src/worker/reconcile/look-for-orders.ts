import { claimIfFree, readClaims } from '../../shared/ledger/look.ts';
import type { Line } from '../../shared/line.ts';
import { purchaseId } from '../../shared/purchase.ts';
import { type Conclusion, concludeByDifference } from './conclude.ts';
import { isLikelyOrderOf, isOrderOf } from './is-order-of.ts';
import { boughtStatuses, findOrders, isCreatedWithin, type Order } from './orders.ts';
import { clockMarginMs, type LookRoom, type Question, wrongClockMs } from './room.ts';
import { lookingLater, mayBringMore, type UnderWay } from './under-way.ts';

const delivered = 4;
const unpaid = 1;

export interface OrderDoubts {
  readonly line: Line;
  /** Purchases in doubt of all runs whose orders nothing tells apart. */
  readonly doubts: readonly Question[];
  /** What of the same kind is under way. */
  readonly underWay: UnderWay;
}

/** Settles equal CreateInstances in doubt, their token too old to be sent again, by the orders that are nobody else's. */
export async function lookForOrders(
  room: LookRoom,
  { line, doubts, underWay }: OrderDoubts,
): Promise<ReadonlyMap<string, Conclusion>> {
  const ids = doubts.map(({ run, record }) => purchaseId(run, record));
  const fromMs =
    Math.min(...doubts.map(({ record, sentAtMs }) => record.firstSentAtMs ?? sentAtMs)) - clockMarginMs;
  const toMs = Math.max(...doubts.map(({ sentAtMs }) => sentAtMs)) + room.requestTimeoutMs + clockMarginMs;
  const orders = await findOrders(room.provider, { fromMs, toMs });
  if (orders === null) return unclear(ids, 'Looked: the orders could not be read.');
  const openSinceMs = await underWay.openSinceMs();
  if (mayBringMore(openSinceMs, toMs) || !(await underWay.areSameDoubts(doubts))) {
    return unclear(ids, lookingLater);
  }
  const fitting = orders.filter(
    (order) =>
      doubts[0] !== undefined &&
      isOrderOf(doubts[0], order) &&
      isCreatedWithin(order, fromMs - wrongClockMs, toMs + wrongClockMs),
  );
  const free = await unclaimed(room, line, fitting);
  const stray = free.find((order) => !isCreatedWithin(order, fromMs, toMs));
  if (stray)
    return unclear(
      ids,
      `Looked: order ${stray.orderId}, created at ${stray.createdAt}, may be this purchase if a clock is wrong: a person has to decide.`,
    );
  const odd = free.find(({ status }) => !boughtStatuses.has(status));
  if (odd)
    return unclear(
      ids,
      `Looked: order ${odd.orderId} may be this purchase and has status ${odd.status}: a person has to decide.`,
    );
  return concludeByDifference({
    what: `order of ${String(doubts[0]?.params.SubProductCode)}`,
    doubts: ids,
    candidates: free.map((order) => ({ id: order.orderId, bought: boughtBy(order) })),
  });
}

/** The delivery of a purchase whose order is known; null while it is not complete. */
export async function lookForDelivery(room: LookRoom, { record, sentAtMs }: Question) {
  if (record.orderId === null) return null;
  const span = { fromMs: sentAtMs, toMs: Date.now() };
  const orders = await findOrders(room.provider, { ...span, orderId: record.orderId });
  const order = orders?.find(({ status, resourceIds }) => status === delivered && resourceIds.length > 0);
  return order ? boughtBy(order) : null;
}

/**
 * The order that a purchase refused for want of money left to be paid; null when none is seen. It is claimed, as others
 * that were refused in the same moment each left one of their own.
 */
export async function lookForUnpaidOrder(
  room: LookRoom,
  line: Line,
  question: Question,
): Promise<string | null> {
  const fromMs = question.sentAtMs - clockMarginMs;
  const toMs = (question.record.settledAtMs ?? question.sentAtMs) + clockMarginMs;
  const orders = await findOrders(room.provider, { fromMs, toMs });
  const waiting = (orders ?? []).filter(
    (order) =>
      order.status === unpaid && isLikelyOrderOf(question, order) && isCreatedWithin(order, fromMs, toMs),
  );
  const owner = purchaseId(question.run, question.record);
  for (const { orderId } of inOrder(waiting)) {
    if (await claimIfFree(room.ledger, line, [orderId], owner)) return orderId;
  }
  return null;
}

async function unclaimed(room: LookRoom, line: Line, orders: readonly Order[]): Promise<Order[]> {
  const claims = await readClaims(
    room.ledger,
    line,
    orders.map(({ orderId }) => orderId),
  );
  return inOrder(orders.filter((_, i) => claims[i] === null));
}

/** Oldest first. */
function inOrder(orders: readonly Order[]): Order[] {
  return orders.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
}

function boughtBy({ orderId, status, resourceIds }: Order) {
  const isDelivered = status === delivered && resourceIds.length > 0;
  return { orderId, resourceIds, delivery: isDelivered ? 'complete' : 'pending' } as const;
}

function unclear(ids: readonly string[], seen: string): ReadonlyMap<string, Conclusion> {
  return new Map(ids.map((id) => [id, { kind: 'unclear', seen }]));
}
