import { readClaims } from '../../shared/ledger/look.ts';
import type { RunRecord } from '../../shared/ledger/runs.ts';
import { boughtStatuses, isCreatedWithin, type Order } from '../reconcile/orders.ts';
import type { LookRoom } from '../reconcile/room.ts';
import { firstSentences } from './first-sentences.ts';

/** Milliseconds since 1970. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What became of comparing the order ids of an account with its orders at the provider. */
export interface OrderComparison {
  /** How many of the ids held are there. */
  readonly found: number;
  readonly differences: readonly string[];
}

/** Compares the orders that purchases hold, each with what it is held for, with those of the run's time. */
export async function compareOrders(
  room: LookRoom,
  record: RunRecord,
  sight: {
    readonly held: ReadonlyMap<string, string>;
    readonly orders: readonly Order[];
    readonly span: Span;
  },
): Promise<OrderComparison> {
  const { held, orders, span } = sight;
  const shown = new Set(orders.flatMap(({ orderId, bigDealId }) => [orderId, bigDealId ?? orderId]));
  const missing = Array.from(held).filter(([orderId]) => !shown.has(orderId));
  const strange = await strangers(
    room,
    record,
    orders.filter((order) => isOfRun(order, held, span)),
  );
  return {
    found: held.size - missing.length,
    differences: [
      ...firstSentences(
        missing.map(
          ([orderId, what]) => `Order ${orderId}, held for ${what}, is not among the provider's orders.`,
        ),
      ),
      ...firstSentences(
        strange.map(
          ({ orderId, createdAt, subProductCode }) =>
            `Order ${orderId} (${subProductCode}, ${createdAt}) was paid during the run and belongs to no purchase of any run: somebody else's, or one in doubt.`,
        ),
      ),
    ],
  };
}

/** A paid order of the run's time that none of its purchases holds; renewals are compared by what they renewed. */
function isOfRun(order: Order, held: ReadonlyMap<string, string>, { fromMs, toMs }: Span): boolean {
  const isHeld = held.has(order.orderId) || (order.bigDealId !== null && held.has(order.bigDealId));
  const isPurchase = order.action === '' || order.action === 'purchase';
  return !isHeld && isPurchase && boughtStatuses.has(order.status) && isCreatedWithin(order, fromMs, toMs);
}

/** Orders of which no purchase of any run claims anything: neither the order, nor what it bought. */
async function strangers(
  { ledger }: LookRoom,
  record: RunRecord,
  orders: readonly Order[],
): Promise<Order[]> {
  const isClaimed = async ({ orderId, bigDealId, resourceIds }: Order): Promise<boolean> => {
    const ids = [orderId, ...(bigDealId === null ? [] : [bigDealId]), ...resourceIds];
    const claims = await Promise.all(record.lines.map((line) => readClaims(ledger, line, ids)));
    return claims.flat().some((owner) => owner !== null);
  };
  const known = await Promise.all(orders.map(isClaimed));
  return orders.filter((_, i) => !known[i]);
}
