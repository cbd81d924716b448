import { inMoney } from '../../shared/in-money.ts';
import type { UnpaidOrder } from './find-unpaid.ts';
import type { OrderStanding } from './order-standing.ts';

/** An order that a failed purchase left behind, as `unpaid` tells of it. The shape is promised to users. */
export interface UnpaidDocument {
  /** Null while no look has found it. */
  readonly orderId: string | null;
  readonly standing: OrderStanding;
  /** A decimal number in `currency`; null where the order is not shown. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** As the provider writes it, without a time zone. */
  readonly createdAt: string | null;
  readonly run: string;
  readonly row: number;
  readonly index: number;
  readonly reference: string | null;
  readonly action: string;
  readonly account: string;
  /** Why the purchase failed. */
  readonly errorCode: string | null;
}

export function unpaidDocument({ question, orderId, order, standing }: UnpaidOrder): UnpaidDocument {
  const { row, index, reference, action, account, errorCode } = question.record;
  return {
    orderId,
    standing,
    amount: order?.costCents == null ? null : inMoney(order.costCents),
    currency: order?.currency ?? null,
    createdAt: order?.createdAt ?? null,
    run: question.run,
    row,
    index,
    reference,
    action,
    account,
    errorCode,
  };
}
