import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { inMoney } from '../../shared/in-money.ts';
import { balanceDocument } from '../../worker/balance/balance-document.ts';
import { readBalance } from '../../worker/balance/read-balance.ts';
import { amountsToPay } from '../../worker/pay/amounts-to-pay.ts';
import { lookAtOrder, type UnpaidOrder } from '../../worker/pay/find-unpaid.ts';
import { unpaidDocument } from '../../worker/pay/unpaid-document.ts';
import type { LookRoom } from '../../worker/reconcile/room.ts';
import type { paymentPlanShape } from '../shapes/unpaid.ts';
import type { ChosenOrders } from './choose-orders.ts';

/** What paying some orders of one account would do, as they stand now. */
export interface PaymentPlan {
  /** Stands for exactly these orders at these prices. */
  readonly hash: string;
  readonly account: string;
  readonly orders: readonly UnpaidOrder[];
}

/** Looks at the orders that were chosen. */
export async function planPayment(
  room: LookRoom,
  { run, account, purchases }: ChosenOrders,
): Promise<PaymentPlan> {
  const { provider } = room.inAccount(account);
  const orders: UnpaidOrder[] = [];
  for (const purchase of purchases) orders.push(await lookAtOrder(provider, purchase));
  return { hash: hashOf(run, orders), account, orders };
}

/** The plan as a person reads it before they agree, with what the account has to pay it from. */
export async function paymentPlanDocument(
  room: LookRoom,
  { hash, account, orders }: PaymentPlan,
): Promise<z.infer<typeof paymentPlanShape>> {
  const amounts = amountsToPay(orders).map(({ currency, cents }) => ({ amount: inMoney(cents), currency }));
  const balance = await readBalance(room.inAccount(account).provider.look);
  return { hash, orders: orders.map(unpaidDocument), amounts, account, ...balanceDocument(balance) };
}

function hashOf(run: string, orders: readonly UnpaidOrder[]): string {
  const terms = orders.map(({ orderId, standing, order }) => [
    orderId,
    standing,
    order?.costCents,
    order?.currency,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([run, terms]))
    .digest('hex')
    .slice(0, 16);
}
