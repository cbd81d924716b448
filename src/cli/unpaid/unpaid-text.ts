import { printable } from '../../report/text/printable.ts';
import { rowName } from '../../report/text/row-name.ts';
import { layOutTable, rowLine, titleLine } from '../../report/text/text-table.ts';
import { csvRow } from '../../shared/csv/csv-row.ts';
import { defuseCell } from '../../shared/csv/defuse-cell.ts';
import type { OrderStanding } from '../../worker/pay/order-standing.ts';
import type { UnpaidDocument } from '../../worker/pay/unpaid-document.ts';

/** Orders as a table for people. */
export function unpaidTable(orders: readonly UnpaidDocument[], screenWidth: number | null): string {
  const rows = orders.map((order) => cellsOf(order).map((text) => ({ text: printable(text) })));
  const columns = titles.map((title) => ({ title, minWidth: 6, isWhole: title === 'order' }));
  const table = layOutTable(columns, rows, screenWidth);
  return titleLine(table, (text) => text) + rows.map((row) => rowLine(table, row)).join('');
}

/** The same as CSV, with a column for each field of the document. */
export function unpaidCsv(orders: readonly UnpaidDocument[]): string {
  const rows = orders.map((order) => csvRow(csvColumns.map((name) => defuseCell(String(order[name] ?? '')))));
  return [csvRow(csvColumns), ...rows].join('');
}

/** What to do about an order of each standing, in a few words. */
const adviceOn: Readonly<Record<OrderStanding, string>> = {
  unpaid: 'tcbatch pay ORDER',
  paying: 'being paid: look again',
  paid: 'paid since: tcbatch pay ORDER settles it, and pays nothing',
  undelivered: 'paid, not delivered: ask Tencent Cloud support',
  gone: 'closed: tcbatch pay ORDER notes it, then tcbatch retry',
  odd: 'look in the Billing Center',
  unseen: 'not found yet: tcbatch reconcile RUN, or look in the Billing Center',
};

const titles = ['order', 'amount', 'run', 'row', 'reference', 'action', 'created', 'what to do'];

function cellsOf(order: UnpaidDocument): string[] {
  const { orderId, amount, currency, run, reference, action, createdAt, standing } = order;
  const money = amount === null ? '' : `${amount} ${currency ?? ''}`.trim();
  const created = createdAt ?? '';
  return [orderId ?? '?', money, run, rowName(order), reference ?? '', action, created, adviceOn[standing]];
}

const csvColumns = [
  'orderId',
  'standing',
  'amount',
  'currency',
  'createdAt',
  'run',
  'row',
  'index',
  'reference',
  'action',
  'account',
  'errorCode',
] as const satisfies readonly (keyof UnpaidDocument)[];
