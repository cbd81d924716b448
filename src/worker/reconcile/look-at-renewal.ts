import type { Renewal } from '../../shared/actions/action.ts';
import { readClaims } from '../../shared/ledger/look.ts';
import { purchaseId } from '../../shared/purchase.ts';
import type { Conclusion } from './conclude.ts';
import { concludeRenewal, type RenewalEvidence } from './conclude-renewal.ts';
import { isOfAnother, isOrderOf } from './is-order-of.ts';
import { boughtStatuses, findOrders, isCreatedWithin, type Order } from './orders.ts';
import { findRenewables } from './renewables.ts';
import { clockMarginMs, type LookRoom, lineOf, type Question, wrongClockMs } from './room.ts';

/** Settles a renewal in doubt by the date that it moved, or did not. */
export async function lookAtRenewal(
  room: LookRoom,
  question: Question,
  { resourceParameter, monthsOf, readBack }: Renewal,
): Promise<Conclusion> {
  const { params, record, sentAtMs } = question;
  const id = String(params[resourceParameter]);
  const found = await findRenewables(room.provider.look, readBack, [id]);
  if ('kind' in found) {
    const answered = found.kind === 'refused' ? `: ${readBack.action} answered ${found.code}` : '';
    return { kind: 'unclear', seen: `Looked: when it expires could not be read${answered}.` };
  }
  const isOfBilling = readBack.service === 'billing';
  const orders = await sightOfOrders(room, question, { id, isOfBilling });
  if (orders === null && isOfBilling)
    return { kind: 'unclear', seen: 'Looked: the orders could not be read.' };
  return concludeRenewal({
    expiryBeforeMs: record.expiryBeforeMs,
    months: monthsOf(params),
    sentAtMs: record.firstSentAtMs ?? sentAtMs,
    nowMs: Date.now(),
    now: found.get(id) ?? null,
    ...(orders ?? noOrders),
  });
}

type OrderSight = Pick<RenewalEvidence, 'orderId' | 'suspectOrderIds'>;

const noOrders: OrderSight = { orderId: null, suspectOrderIds: [] };

/**
 * The orders are evidence beside the date; null where they cannot be read. Whether an EdgeOne order names its plan is
 * not documented, so there their absence says nothing. That of an instance's does, but an order names its instance only
 * once it is delivered: until then, any of the same product may be it.
 */
async function sightOfOrders(
  room: LookRoom,
  question: Question,
  { id, isOfBilling }: { readonly id: string; readonly isOfBilling: boolean },
): Promise<OrderSight | null> {
  const { record, sentAtMs } = question;
  const fromMs = (record.firstSentAtMs ?? sentAtMs) - clockMarginMs;
  const toMs = sentAtMs + room.requestTimeoutMs + clockMarginMs;
  const orders = await findOrders(room.provider, {
    fromMs,
    toMs,
    ...(isOfBilling ? {} : { resourceId: id }),
  });
  if (orders === null) return null;
  const near = orders.filter((order) => isCreatedWithin(order, fromMs - wrongClockMs, toMs + wrongClockMs));
  const suspects = await unclaimed(
    room,
    question,
    near.filter((order) => mayRenew(question, order, isOfBilling)),
  );
  const bought = suspects.filter(
    (order) =>
      order.action === 'renew' &&
      boughtStatuses.has(order.status) &&
      isCreatedWithin(order, fromMs, toMs) &&
      (!isOfBilling || order.resourceIds.includes(id)),
  );
  const [only] = bought.length === 1 ? bought : [];
  return { orderId: only?.orderId ?? null, suspectOrderIds: suspects.map(({ orderId }) => orderId) };
}

function mayRenew(question: Question, order: Order, isOfBilling: boolean): boolean {
  if (!isOfBilling) return order.action === 'renew' || order.action === '';
  return isOrderOf(question, order) && !isOfAnother(question, order);
}

/** Those that are no other purchase's. */
async function unclaimed(
  { ledger }: LookRoom,
  question: Question,
  orders: readonly Order[],
): Promise<Order[]> {
  const own = purchaseId(question.run, question.record);
  const ids = orders.map(({ orderId }) => orderId);
  const claims = await readClaims(ledger, lineOf(question), ids);
  return orders.filter((_, i) => claims[i] === null || claims[i] === own);
}
