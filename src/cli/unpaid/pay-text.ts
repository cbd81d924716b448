import { rowName } from '../../report/text/row-name.ts';
import { unreachable } from '../../shared/errors.ts';
import { inMoney } from '../../shared/in-money.ts';
import type { UnpaidOrder } from '../../worker/pay/find-unpaid.ts';
import type { PaidOrder } from '../../worker/pay/pay-order.ts';
import { unpaidDocument } from './unpaid-document.ts';
import { unpaidTable } from './unpaid-text.ts';

/** What is about to be paid, for a person who agrees to it: each order, and what they come to. */
export function* planLines(orders: readonly UnpaidOrder[]): Generator<string> {
  yield unpaidTable(orders.map(unpaidDocument), null).trimEnd();
  const waiting = orders.filter(({ standing }) => standing === 'unpaid');
  const sums = new Map<string, number>();
  for (const { order } of waiting) {
    const currency = order?.currency ?? '';
    sums.set(currency, (sums.get(currency) ?? 0) + (order?.costCents ?? 0));
  }
  const amounts = Array.from(sums, ([currency, cents]) => `${inMoney(cents)} ${currency}`.trim());
  yield waiting.length === 0
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
