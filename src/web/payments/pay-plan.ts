import type { z } from 'zod';
import type { PayRoom } from '../../worker/pay/pay-order.ts';
import { type OrderOutcome, payOrders } from '../../worker/pay/pay-orders.ts';
import { RequestProblem } from '../server/problem.ts';
import type { paidShape } from '../shapes/unpaid.ts';
import type { ChosenOrders } from './choose-orders.ts';
import { planPayment } from './plan-payment.ts';

type Payment = z.infer<typeof paidShape>['payments'][number];

/** What a person agreed to. */
export interface Agreement {
  /** The hash of the plan that was shown. */
  readonly plan: string;
  /** How many orders they typed that it is. */
  readonly count: number;
}

/** Pays what a person agreed to, or nothing. Throws a RequestProblem where it stands otherwise by now. */
export async function payPlan(
  room: PayRoom,
  chosen: ChosenOrders,
  agreed: Agreement,
): Promise<readonly Payment[]> {
  const { hash, orders } = await planPayment(room.look, chosen);
  if (agreed.count !== orders.length) throw numberDiffers(orders.length, agreed.count);
  if (agreed.plan !== hash) throw stalePlan(agreed.plan, hash);
  const payments: Payment[] = [];
  for await (const outcome of payOrders(room, orders)) payments.push(paymentDocument(outcome));
  return payments;
}

function paymentDocument({ order: { orderId, question }, paid }: OrderOutcome): Payment {
  const { row, index } = question.record;
  return {
    orderId,
    row,
    index,
    kind: paid.kind,
    before: paid.kind === 'paid' && paid.before,
    delivery: paid.kind === 'paid' ? paid.delivery : null,
    code: 'code' in paid ? paid.code : null,
    advice: 'advice' in paid ? paid.advice : null,
  };
}

function numberDiffers(actual: number, typed: number): RequestProblem {
  return new RequestProblem(409, 'number-differs', `Cannot pay orders as they are ${actual}: got ${typed}`, {
    advice: 'Nothing was paid. Type the number of orders that the plan shows.',
  });
}

function stalePlan(asked: string, actual: string): RequestProblem {
  return new RequestProblem(409, 'plan-stale', `Cannot pay orders as plan ${asked}: got plan ${actual}`, {
    advice: 'Nothing was paid. An order, or its price, has changed: look at the plan again.',
  });
}
