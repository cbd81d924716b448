import { html } from '/assets/vendor/preact.js';
import type { UnpaidOrder } from '../../api-types.ts';
import type { View } from './view.ts';

interface UnpaidTableProps {
  readonly orders: readonly UnpaidOrder[];
  /** Ids of those that were chosen; null for who may choose none. */
  readonly chosen: ReadonlySet<string> | null;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** What to do about an order of each standing. */
const adviceOn: Readonly<Record<UnpaidOrder['standing'], string>> = {
  unpaid: 'Waits to be paid.',
  paying: 'Is being paid: look again in a while.',
  paid: 'Was paid since: choose it, and the purchase is settled without paying again.',
  undelivered: 'Is paid and was not delivered: ask Tencent Cloud support. Never pay it again.',
  gone: 'Is closed, nothing is left to pay: choose it to have that noted, then retry the purchase.',
  odd: 'Look at it in the Billing Center.',
  unseen: 'Was not found yet: look again, or in the Billing Center.',
};

/** Whether paying it, or noting that there is nothing to pay, settles anything. */
export function isPayable({ orderId, standing }: UnpaidOrder): boolean {
  return orderId !== null && standing !== 'paying' && standing !== 'odd' && standing !== 'unseen';
}

/** Orders that were left, with what each costs and what may be done about it. */
export function UnpaidTable({ orders, chosen, onChoose }: UnpaidTableProps): View | null {
  if (orders.length === 0) return null;
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return html`<div class="table-frame" data-narrow="cards">
    <table>
      <thead>
        <tr>
          ${chosen === null ? null : html`<th scope="col"><span class="visually-hidden">Choose</span></th>`}
          <th scope="col">Order</th>
          <th scope="col" class="number">Amount</th>
          <th scope="col" class="number">Row</th>
          <th scope="col">Reference</th>
          <th scope="col">Purchase</th>
          <th scope="col">What to do</th>
        </tr>
      </thead>
      <tbody>
        ${orders.map((order) => {
          const id = order.orderId ?? '';
          return html`<tr key=${`${order.row}.${order.index}`}>
            ${
              chosen === null
                ? null
                : html`<td>${isPayable(order) ? html`<input type="checkbox" aria-label=${`Choose order ${id}`} checked=${chosen.has(id)} onChange=${() => toggle(id)} />` : null}</td>`
            }
            <${OrderCells} order=${order} />
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function OrderCells({ order }: { readonly order: UnpaidOrder }): View {
  const { orderId, standing, row, index, reference, action, account } = order;
  return html`<th scope="row" class="wrap" data-label="Order" data-span="2"><code>${orderId ?? 'not known yet'}</code></th>
    <td class="number" data-label="Amount">${amountOf(order)}</td>
    <td class="number" data-label="Row">${index > 1 ? `${row}.${index}` : row}</td>
    <td class="wrap" data-label="Reference">${reference ?? '–'}</td>
    <td class="wrap" data-label="Purchase" data-span="2">${action}${account === 'default' ? null : ` of ${account}`}</td>
    <td class="wrap" data-label="What to do" data-span="3">${adviceOn[standing]}</td>`;
}

/** `50.00 USD`; a dash where the provider shows no price. */
export function amountOf({ amount, currency }: Pick<UnpaidOrder, 'amount' | 'currency'>): string {
  return amount === null ? '–' : `${amount} ${currency ?? ''}`.trim();
}
