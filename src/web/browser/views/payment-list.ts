import { html } from '/assets/vendor/preact.js';
import type { Paid } from '../../api-types.ts';
import type { View } from './view.ts';

type Payment = Paid['payments'][number];

/** What became of each order that a person had paid just now. */
export function PaymentList({ payments }: { readonly payments: readonly Payment[] }): View {
  return html`<div class="stack" role="status">
    ${payments.map(
      (payment) =>
        html`<div key=${payment.orderId} class="notice" data-state=${stateOf[payment.kind]}>
          <div><strong>Order ${payment.orderId}, row ${payment.row}: ${saidOf(payment)}</strong>${payment.advice === null ? null : html`<p>${payment.advice} <code>${payment.code}</code></p>`}</div>
        </div>`,
    )}
  </div>`;
}

const stateOf: Readonly<Record<Payment['kind'], string>> = {
  paid: 'fine',
  undelivered: 'warning',
  'not-paid': 'failed',
  gone: 'warning',
  unknown: 'in-doubt',
  'not-tried': 'warning',
};

function saidOf({ kind, before, delivery }: Payment): string {
  switch (kind) {
    case 'paid': {
      const pending = delivery === 'pending' ? '; the provider has not delivered it yet' : '';
      return `${before ? 'was paid already' : 'paid'}, the purchase succeeded${pending}.`;
    }
    case 'undelivered':
      return 'paid, but not delivered. Never pay it again, and ask Tencent Cloud support for it.';
    case 'not-paid':
      return 'not paid.';
    case 'gone':
      return 'closed or expired, nothing is left to pay. The purchase may be retried.';
    case 'unknown':
      return 'not known whether it is paid.';
    case 'not-tried':
      return 'not tried, as the same would meet it.';
    default:
      return kind satisfies never;
  }
}
