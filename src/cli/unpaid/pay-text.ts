import { rowName } from '../../report/text/row-name.ts';
import { unreachable } from '../../shared/errors.ts';
import { inMoney } from '../../shared/in-money.ts';
import { amountsToPay } from '../../worker/pay/amounts-to-pay.ts';
import type { UnpaidOrder } from '../../worker/pay/find-unpaid.ts';
import type { PaidOrder } from '../../worker/pay/pay-order.ts';
import { unpaidDocument } from '../../worker/pay/unpaid-document.ts';
import { unpaidTable } from './unpaid-text.ts';

/** What is about to be paid, for a person who agrees to it: each order, and what they come to. */
export function* planLines(orders: readonly UnpaidOrder[]): Generator<string> {
  yield unpaidTable(orders.map(unpaidDocument), null).trimEnd();
  const amounts = amountsToPay(orders).map(({ currency, cents }) => `${inMoney(cents)} ${currency}`.trim());
  yield amounts.length === 0
    ? 'None of them waits for payment; what is found paid is settled.'
    : `To be paid: ${amounts.join(' and ')}, from the account's balance.`;
}

/** What became of one order. */
export function paidLine({ orderId, question }: UnpaidOrder, paid: PaidOrder): string {
  const { run, record } = question;
  const what = `${orderId}  row ${rowName(record)} of run ${run}`;
  switch (paid.kind) {
    case 'paid': {
      const pending = paid.delivery === 'pending' ? '; the provider has not delivered it yet' : '';
      return `${what}  ${paid.before ? 'was paid already' : 'paid'}: succeeded${pending}`;
    }
    case 'undelivered':
      return `${what}  paid, but not delivered: never pay it again, and ask Tencent Cloud support for it`;
    case 'not-paid':
      return `${what}  not paid (${paid.code}): ${paid.advice}`;
    case 'gone':
      return `${what}  closed or expired, nothing is left to pay: tcbatch retry ${run} --row ${record.row} buys it anew`;
    case 'unknown':
      return `${what}  not known whether it is paid (${paid.code}): ${paid.advice}`;
    default:
      return unreachable(paid);
  }
}
