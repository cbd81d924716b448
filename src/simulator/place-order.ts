import { randomInt } from 'node:crypto';
import type { Deal, ExecutedPurchase } from './account.ts';
import type { Call } from './simulated-action.ts';
import { chinaTime } from './vendor-time.ts';

/** What an order is for; the rest of a deal follows from the call. */
export type Goods = Omit<Deal, 'orderId' | 'bigDealId' | 'createdAtMs' | 'deliveredAtMs' | 'action'> &
  Partial<Pick<Deal, 'action'>>;

/** Hands over what an order holds, once it is paid; the call's time is that of the payment. */
export type Deliver = (call: Call, deal: Deal) => void;

/**
 * Writes an order, and pays it from the balance. When the balance is too low the order stays behind unpaid, as the
 * vendor documents it: nothing is sold until somebody pays it.
 */
export function placeOrder(
  call: Call,
  goods: Goods,
  deliver: Deliver,
): { readonly deal: Deal; readonly isPaid: boolean } {
  const { account } = call;
  const isPaid = account.balanceCents >= goods.costCents;
  const orderId = orderNumber(call);
  const deal: Deal = {
    action: 'purchase',
    ...goods,
    orderId,
    bigDealId: orderId.replace(/.$/, '0'),
    createdAtMs: call.nowMs,
    deliveredAtMs: null,
  };
  account.deals.push(deal);
  if (isPaid) {
    sell(call, deal, deliver);
  } else {
    account.unpaidOrders.push({ ...saleOf(call, { orderId, resourceIds: [] }), unpaid: true });
    account.waitingOrders.set(orderId, (nowMs) => sell({ ...call, nowMs }, deal, deliver));
  }
  return { deal, isPaid };
}

function sell(call: Call, deal: Deal, deliver: Deliver): void {
  const { account } = call;
  account.balanceCents -= deal.costCents;
  deal.deliveredAtMs = call.nowMs + call.deliveryDelayMs;
  account.waitingOrders.delete(deal.orderId);
  recordSale(call, deal);
  deliver(call, deal);
}

/** Notes that something was sold. Only what passes here counts as executed. */
export function recordSale(
  call: Call,
  sale: { readonly orderId: string | null; readonly resourceIds: readonly string[] },
): void {
  call.account.executed.push(saleOf(call, sale));
}

function saleOf(
  call: Call,
  sale: { readonly orderId: string | null; readonly resourceIds: readonly string[] },
): ExecutedPurchase {
  const token = call.params.ClientToken;
  return {
    action: call.action,
    params: call.params,
    orderId: sale.orderId,
    resourceIds: sale.resourceIds,
    requestId: call.requestId,
    traceId: call.traceId,
    clientToken: typeof token === 'string' ? token : null,
    executedAt: new Date(call.nowMs).toISOString(),
    ...(call.account.name === undefined ? {} : { account: call.account.name }),
  };
}

/** 23 digits that begin with the day, as the vendor's do; the last one tells sub-order (1) from big order (0). */
function orderNumber(call: Call): string {
  const day = chinaTime(call.nowMs).slice(0, 10).replaceAll('-', '');
  const chance = String(randomInt(1_000_000)).padStart(6, '0');
  const place = String(call.account.deals.length + 1).padStart(8, '0');
  return `${day}${chance}${place}1`;
}
