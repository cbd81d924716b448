import type { Ledger } from '../../shared/ledger/ledger.ts';
import { findUnpaid, type UnpaidPurchase } from '../../worker/pay/find-unpaid.ts';
import { RequestProblem } from '../server/problem.ts';

/** Purchases whose orders a person chose to pay, and the account that pays all of them. */
export interface ChosenOrders {
  readonly run: string;
  readonly account: string;
  readonly purchases: readonly UnpaidPurchase[];
}

/** Finds the orders that a person chose. Throws a RequestProblem unless a run left all of them, to one account. */
export async function chooseOrders(
  ledger: Ledger,
  run: string,
  orderIds: readonly string[],
): Promise<ChosenOrders> {
  const wanted = new Set(orderIds);
  const purchases: UnpaidPurchase[] = [];
  for await (const purchase of findUnpaid(ledger, [run])) {
    if (purchase.orderId !== null && wanted.delete(purchase.orderId)) purchases.push(purchase);
    if (wanted.size === 0) break;
  }
  if (wanted.size > 0) throw unknownOrders([...wanted]);
  const [account = '', ...others] = new Set(purchases.map(({ question }) => question.record.account));
  if (others.length > 0) throw severalAccounts([account, ...others]);
  return { run, account, purchases };
}

function unknownOrders(orderIds: readonly string[]): RequestProblem {
  return new RequestProblem(
    409,
    'unknown-order',
    `Cannot pay order as a failed purchase of this run must have left it: got ${orderIds.join(', ')}`,
    { advice: 'Nothing was paid. Somebody may have settled it meanwhile: look at the orders again.' },
  );
}

function severalAccounts(accounts: readonly string[]): RequestProblem {
  return new RequestProblem(
    422,
    'other-account',
    `Cannot pay orders together as one account must pay them all: got ${accounts.join(', ')}`,
    { advice: 'Nothing was paid. Pay those of one account, then those of the next.' },
  );
}
