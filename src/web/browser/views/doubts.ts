import { html, useState } from '/assets/vendor/preact.js';
import type { PurchaseDetail, PurchasePage } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useAnswer } from '../hooks/use-answer.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { inDigits, inValues } from '../words.ts';
import { Loading } from './loading.ts';
import { Moment } from './moment.ts';
import { ProblemNotice } from './problem-notice.ts';
import { Question } from './question.ts';
import type { View } from './view.ts';

interface DoubtsProps {
  readonly run: string;
  readonly count: number;
  readonly mayAct: boolean;
}

type Purchase = PurchasePage['purchases'][number];

/** As many as a person settles in one sitting; the others follow when these are settled. */
const shown = 20;
const lookEveryMs = 5_000;

/** Purchases in doubt, with what is known of each and the two buttons that settle it. */
export function Doubts({ run, count, mayAct }: DoubtsProps): View | null {
  const { isUnderWay, problem, perform } = useDeed();
  const path = count === 0 ? null : `/api/runs/${run}/purchases?state=in-doubt&limit=${shown}`;
  const { answer, askAgain } = useAnswer<PurchasePage>(path, { everyMs: lookEveryMs });
  if (count === 0) return null;
  const lookNow = async () => {
    await perform(() => ask(`/api/runs/${run}/reconcile`, { method: 'POST', body: {} }));
    askAgain();
  };
  return html`<section class="card" aria-labelledby="doubts">
    <div class="card-title">
      <h2 id="doubts">In doubt: ${inDigits(count)}</h2>
      ${
        mayAct
          ? html`<button type="button" disabled=${isUnderWay} onClick=${lookNow}>
              ${isUnderWay ? 'Looking…' : 'Look them up now'}
            </button>`
          : null
      }
    </div>
    <p class="lede">
      A call was sent and its answer is not known. It is never sent again on a guess: workers look it up at the provider, and what
      that does not prove, you settle by what the console shows.
    </p>
    <${ProblemNotice} problem=${problem} />
    ${
      answer === null
        ? html`<${Loading} />`
        : html`<ul class="doubts">
            ${answer.purchases.map(
              (purchase) =>
                html`<${Doubt} key=${`${purchase.row}.${purchase.index}`} run=${run} purchase=${purchase} mayAct=${mayAct} onSettled=${askAgain} />`,
            )}
          </ul>`
    }
    ${count > shown ? html`<p class="hint">The first ${shown} are shown; the others follow when these are settled.</p>` : null}
  </section>`;
}

interface DoubtProps extends Pick<DoubtsProps, 'run' | 'mayAct'> {
  readonly purchase: Purchase;
  readonly onSettled: () => void;
}

function Doubt({ run, purchase, mayAct, onSettled }: DoubtProps): View {
  const { row, index, action, params, reference, sentAt, errorCode, remedy } = purchase;
  const path = `/api/runs/${run}/purchases/${row}/${index}`;
  const { answer } = useAnswer<PurchaseDetail>(path, { everyMs: lookEveryMs });
  const evidence = answer?.evidence ?? null;
  return html`<li class="notice" data-state="in-doubt">
    <div>
      <strong>Row ${row}${index > 1 ? `.${index}` : ''}: ${action} ${inValues(params)}</strong>
      ${reference === null ? null : html` <span class="hint">${reference}</span>`}
      <p>Sent <${Moment} at=${sentAt} />, then <code>${errorCode}</code>. ${remedy}</p>
      <p class="hint">${evidence === null ? 'Not looked up yet.' : lookedUp(evidence)}</p>
    </div>
    ${mayAct ? html`<${SettleButtons} path=${path} row=${row} onSettled=${onSettled} />` : null}
  </li>`;
}

function lookedUp({ looks, seen }: NonNullable<PurchaseDetail['evidence']>): string {
  const times = looks === 0 ? 'Not looked up in vain yet.' : `Looked up ${looks} times without a trace.`;
  return seen === null ? times : `${times} ${seen}`;
}

function SettleButtons({
  path,
  row,
  onSettled,
}: {
  readonly path: string;
  readonly row: number;
  readonly onSettled: () => void;
}): View {
  const [asking, setAsking] = useState<'succeeded' | 'not-purchased' | null>(null);
  const { isUnderWay, problem, perform } = useDeed();
  const settle = async (fields: FormData) => {
    const orderId = String(fields.get('orderId') ?? '').trim();
    const body = asking === 'succeeded' ? { finding: asking, orderId: orderId || null } : { finding: asking };
    if (!(await perform(() => ask(`${path}/resolve`, { method: 'POST', body })))) return;
    setAsking(null);
    onSettled();
  };
  const question = { isUnderWay, problem, onYes: settle, onNo: () => setAsking(null) };
  return html`<div class="row">
    <button type="button" aria-label=${`It was bought: row ${row}`} onClick=${() => setAsking('succeeded')}>It was bought</button>
    <button type="button" aria-label=${`It was not bought: row ${row}`} onClick=${() => setAsking('not-purchased')}>It was not bought</button>
    ${
      asking === 'succeeded'
        ? html`<${Question} ...${question} title=${`Row ${row} was bought?`} yes="It was bought">
            <p>The console shows the purchase. This is written down with your name.</p>
            <label>Order id <input name="orderId" maxlength="200" /></label>
          <//>`
        : null
    }
    ${
      asking === 'not-purchased'
        ? html`<${Question} ...${question} title=${`Row ${row} was not bought?`} yes="It was not bought" isDanger=${true}>
            <p>The console shows no such purchase. Only if you are sure: from then on it may be retried, and would be bought again.</p>
          <//>`
        : null
    }
  </div>`;
}
