import { reconcileRun } from '../reconcile/reconcile-run.ts';
import type { LookRoom } from '../reconcile/room.ts';
import { findUnpaid, lookAtOrder, type UnpaidOrder, type UnpaidPurchase } from './find-unpaid.ts';

/**
 * Reads the orders that a run left to be paid, with what the provider shows of each. `reconcile`: where it is not known
 * yet which order it is, the run is looked up first.
 */
export async function readUnpaid(
  room: LookRoom,
  run: string,
  { reconcile }: { readonly reconcile: boolean },
): Promise<UnpaidOrder[]> {
  let purchases = await collectUnpaid(room, run);
  if (reconcile && purchases.some(({ orderId }) => orderId === null)) {
    // Which order it is may be there to be seen by now.
    await reconcileRun(room, run);
    purchases = await collectUnpaid(room, run);
  }
  const orders: UnpaidOrder[] = [];
  for (const purchase of purchases) {
    orders.push(await lookAtOrder(room.inAccount(purchase.question.record.account).provider, purchase));
  }
  return orders;
}

/** Few of a run, as the first order that is left stops the line. */
async function collectUnpaid({ ledger }: LookRoom, run: string): Promise<UnpaidPurchase[]> {
  const purchases: UnpaidPurchase[] = [];
  for await (const purchase of findUnpaid(ledger, [run])) purchases.push(purchase);
  return purchases;
}
