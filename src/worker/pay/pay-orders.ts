import type { UnpaidOrder } from './find-unpaid.ts';
import { type PaidOrder, type PayRoom, payOrder } from './pay-order.ts';

/** An order, and what became of it; the payment of one that the same trouble would meet is not tried. */
export interface OrderOutcome {
  readonly order: UnpaidOrder;
  readonly paid: PaidOrder | { readonly kind: 'not-tried' };
}

/** Pays orders one after the other, and tells of each at once. */
export async function* payOrders(
  room: PayRoom,
  orders: readonly UnpaidOrder[],
): AsyncGenerator<OrderOutcome> {
  let isOver = false;
  for (const order of orders) {
    const paid: OrderOutcome['paid'] = isOver ? { kind: 'not-tried' } : await payOrder(room, order);
    yield { order, paid };
    isOver ||= paid.kind === 'not-paid' && paid.endsAll;
  }
}
