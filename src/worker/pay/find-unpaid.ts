import type { Ledger } from '../../shared/ledger/ledger.ts';
import { readCounts } from '../../shared/ledger/read-counts.ts';
import { readHeadBatches, readPurchase } from '../../shared/ledger/read-purchases.ts';
import { findOrders, type Order } from '../reconcile/orders.ts';
import type { Provider } from '../reconcile/provider.ts';
import { clockMarginMs, type Question, questionOf } from '../reconcile/room.ts';
import { type OrderStanding, standingOf } from './order-standing.ts';

/** A purchase that failed for want of money, and the order that it left behind. */
export interface UnpaidPurchase {
  readonly question: Question;
  /** Null while no look has found it. */
  readonly orderId: string | null;
}

/** The same, with what the provider shows of the order. */
export interface UnpaidOrder {
  readonly question: Question;
  readonly orderId: string | null;
  readonly order: Order | null;
  readonly standing: OrderStanding;
}

/** The purchases of these runs that may have left an order to be paid, in row order. */
export async function* findUnpaid(ledger: Ledger, runs: readonly string[]): AsyncGenerator<UnpaidPurchase> {
  for (const run of runs) {
    // Of most runs nothing failed, and their rows need not be read.
    if ((await readCounts(ledger, run)).byState.failed === 0) continue;
    for await (const batch of readHeadBatches(ledger, run)) {
      for (const { row, index, head } of batch) {
        if (head.state !== 'failed' || !head.unpaidOrder) continue;
        const record = await readPurchase(ledger, run, { row, index });
        const question = record === null ? null : questionOf(run, record);
        if (question) yield { question, orderId: question.record.orderId };
      }
    }
  }
}

/** Looks at the order that such a purchase left. */
export async function lookAtOrder(
  provider: Provider,
  { question, orderId }: UnpaidPurchase,
): Promise<UnpaidOrder> {
  const order = orderId === null ? null : await findOrder(provider, question, orderId);
  return { question, orderId, order, standing: standingOf(order) };
}

async function findOrder(
  provider: Provider,
  { sentAtMs, record }: Question,
  orderId: string,
): Promise<Order | null> {
  const toMs = (record.settledAtMs ?? sentAtMs) + clockMarginMs;
  const orders = await findOrders(provider, { fromMs: sentAtMs - clockMarginMs, toMs, orderId });
  return orders?.[0] ?? null;
}
