import { html, useEffect, useState } from '/assets/vendor/preact.js';
import type { Paid, RunStatus, UnpaidOrder } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useAnswer } from '../hooks/use-answer.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { inDigits } from '../words.ts';
import { Loading } from './loading.ts';
import { PayOrders } from './pay-orders.ts';
import { PaymentList } from './payment-list.ts';
import { ProblemNotice } from './problem-notice.ts';
import { isPayable, UnpaidTable } from './unpaid-table.ts';
import type { View } from './view.ts';

interface UnpaidOrdersProps {
  readonly status: RunStatus;
  /** Whether a failure may have left an order; only then are they looked for. */
  readonly mayBeUnpaid: boolean;
  readonly mayAct: boolean;
}

const lookEveryMs = 5_000;

/** Orders that were left to be paid: each to be chosen, and the chosen ones paid once their plan is agreed to. */
export function UnpaidOrders({ status, mayBeUnpaid, mayAct }: UnpaidOrdersProps): View | null {
  const { run, counts } = status;
  // Asked for anew whenever more failed, or less.
  const path = mayBeUnpaid ? `/api/runs/${run}/unpaid?${counts.failed}` : null;
  const { answer, problem, askAgain } = useAnswer<UnpaidOrder[]>(path);
  const [payments, setPayments] = useState<Paid['payments']>([]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const looking = useDeed();
  const orders = mayBeUnpaid ? answer : [];
  useEffect(() => {
    // Which order it is, a worker finds by itself, and tells nobody.
    if (!answer?.some(({ orderId }) => orderId === null)) return;
    const timer = setTimeout(askAgain, lookEveryMs);
    return () => clearTimeout(timer);
  }, [answer]);
  if (!mayBeUnpaid && payments.length === 0) return null;
  if (orders?.length === 0 && payments.length === 0) return null;
  const lookAgain = async () => {
    // Which order it is, only a look at the whole run finds.
    if (mayAct) await looking.perform(() => ask(`/api/runs/${run}/reconcile`, { method: 'POST', body: {} }));
    askAgain();
  };
  const payable = (orders ?? []).filter(isPayable).map(({ orderId }) => orderId ?? '');
  const settled = (paid: Paid) => {
    setPayments(paid.payments);
    setChosen(new Set());
    askAgain();
  };
  return html`<section class="card" aria-labelledby="unpaid">
    <div class="card-title">
      <h2 id="unpaid">Left to be paid${orders === null ? '' : `: ${orders.length === 0 ? 'nothing' : inDigits(orders.length)}`}</h2>
      <button type="button" disabled=${looking.isUnderWay} onClick=${lookAgain}>${looking.isUnderWay ? 'Looking…' : 'Look again'}</button>
    </div>
    ${orders?.length === 0 ? null : html`<${WhatItMeans} />`}
    <${ProblemNotice} problem=${problem ?? looking.problem} />
    <${PaymentList} payments=${payments} />
    ${orders === null ? (problem ? null : html`<${Loading} />`) : html`<${UnpaidTable} orders=${orders} chosen=${mayAct ? chosen : null} onChoose=${setChosen} />`}
    ${mayAct && payable.length > 0 ? html`<${PayOrders} run=${run} orderIds=${payable.filter((id) => chosen.has(id))} onPaid=${settled} />` : null}
  </section>`;
}

function WhatItMeans(): View {
  return html`<p class="lede">
    These purchases were refused for want of money, and may have left an order that waits. Once it is paid the purchase has
    succeeded. Do not retry it meanwhile: it would be bought beside its order.
  </p>`;
}
