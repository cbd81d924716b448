import type { Renewal } from '../../shared/actions/action.ts';
import { readClaims } from '../../shared/ledger/look.ts';
import { purchaseId } from '../../shared/purchase.ts';
import type { Conclusion } from './conclude.ts';
import { concludeRenewal } from './conclude-renewal.ts';
import { findOrders, isCreatedWithin } from './orders.ts';
import { findRenewables } from './renewables.ts';
import { clockMarginMs, type LookRoom, lineOf, type Question } from './room.ts';

/** Paid, being delivered, delivered. */
const boughtStatuses = new Set([2, 3, 4]);

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
  const orderId = await findOrder(room, question, id);
  if (orderId === 'unreadable' && readBack.service === 'billing')
    return { kind: 'unclear', seen: 'Looked: the orders could not be read.' };
  return concludeRenewal({
    expiryBeforeMs: record.expiryBeforeMs,
    months: monthsOf(params),
    sentAtMs: record.firstSentAtMs ?? sentAtMs,
    nowMs: Date.now(),
    now: found.get(id) ?? null,
    orderId: orderId === 'unreadable' ? null : orderId,
  });
}

/**
 * The order is evidence beside the date. Whether an EdgeOne order names its plan is not documented, so there its
 * absence says nothing; an instance's does.
 */
async function findOrder(
  room: LookRoom,
  question: Question,
  resourceId: string,
): Promise<string | 'unreadable' | null> {
  const { run, record, sentAtMs } = question;
  const fromMs = (record.firstSentAtMs ?? sentAtMs) - clockMarginMs;
  const toMs = sentAtMs + room.requestTimeoutMs + clockMarginMs;
  const orders = await findOrders(room.provider, { fromMs, toMs, resourceId });
  if (orders === null) return 'unreadable';
  const fitting = orders.filter(
    (order) =>
      order.action === 'renew' && boughtStatuses.has(order.status) && isCreatedWithin(order, fromMs, toMs),
  );
  const ids = fitting.map(({ orderId }) => orderId);
  const claims = await readClaims(room.ledger, lineOf(question), ids);
  const free = ids.filter((_, i) => claims[i] === null || claims[i] === purchaseId(run, record));
  return free.length === 1 ? (free[0] ?? null) : null;
}
