import { html, useState } from '/assets/vendor/preact.js';
import type { Paid, PaymentPlan } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { inDigits } from '../words.ts';
import { ProblemNotice } from './problem-notice.ts';
import { Question } from './question.ts';
import { amountOf } from './unpaid-table.ts';
import type { View } from './view.ts';

interface PayOrdersProps {
  readonly run: string;
  /** Those that were chosen. */
  readonly orderIds: readonly string[];
  readonly onPaid: (paid: Paid) => void;
}

/** Shows what paying the chosen orders would cost, and pays exactly that once the person typed how many they are. */
export function PayOrders({ run, orderIds, onPaid }: PayOrdersProps): View {
  const [plan, setPlan] = useState<PaymentPlan | null>(null);
  const planning = useDeed();
  const paying = useDeed();
  const count = orderIds.length;
  const show = () =>
    planning.perform(async () => {
      const query = new URLSearchParams(orderIds.map((id) => ['order', id]));
      setPlan(await ask<PaymentPlan>(`/api/runs/${run}/unpaid/plan?${query}`));
    });
  const pay = async (fields: FormData) => {
    const body = { orders: orderIds, count: Number(fields.get('count')), plan: plan?.hash };
    const isDone = await paying.perform(async () =>
      onPaid(await ask<Paid>(`/api/runs/${run}/unpaid/pay`, { method: 'POST', body })),
    );
    if (isDone) setPlan(null);
  };
  return html`<div class="row">
    <button type="button" data-kind="primary" disabled=${count === 0 || planning.isUnderWay} onClick=${show}>
      ${planning.isUnderWay ? 'Planning…' : `Pay ${inOrders(count)}…`}
    </button>
    <${ProblemNotice} problem=${planning.problem} />
    ${
      plan === null
        ? null
        : html`<${Question}
            title=${`Pay ${inOrders(plan.orders.length)}?`}
            yes=${plan.amounts.length === 0 ? 'Settle' : `Pay ${sumOf(plan)}`}
            isUnderWay=${paying.isUnderWay}
            problem=${paying.problem}
            onYes=${pay}
            onNo=${() => setPlan(null)}
          >
            <${PlanFacts} plan=${plan} />
            <p>This spends money. Type the number of orders to confirm.</p>
            <label>Number of orders <input name="count" inputmode="numeric" autocomplete="off" required pattern=${plan.orders.length} placeholder=${plan.orders.length} /></label>
          <//>`
    }
  </div>`;
}

function PlanFacts({ plan }: { readonly plan: PaymentPlan }): View {
  const { orders, account, uin, balance } = plan;
  const payer = [...(account === 'default' ? [] : [account]), ...(uin === null ? [] : [uin])].join(', ');
  return html`<dl class="facts">
    ${orders.map(
      (order) =>
        html`<dt key=${`${order.orderId} name`}>Row ${order.row}</dt><dd key=${order.orderId}>${amountOf(order)}, order <code>${order.orderId}</code></dd>`,
    )}
    <dt>To be paid</dt><dd><strong>${plan.amounts.length === 0 ? 'nothing: none of them waits for payment' : sumOf(plan)}</strong></dd>
    <dt>Balance</dt><dd>${balance === null ? 'not to be read by this key' : balance}${payer === '' ? null : ` on account ${payer}`}</dd>
  </dl>`;
}

function sumOf({ amounts }: PaymentPlan): string {
  return amounts.map(amountOf).join(' and ');
}

function inOrders(count: number): string {
  return `${inDigits(count)} ${count === 1 ? 'order' : 'orders'}`;
}
