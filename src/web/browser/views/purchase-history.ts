import { html } from '/assets/vendor/preact.js';
import type { PurchaseDetail } from '../../api-types.ts';
import { useAnswer } from '../hooks/use-answer.ts';
import { useModal } from '../hooks/use-modal.ts';
import { type State, stateNames } from '../words.ts';
import { Badge } from './badge.ts';
import { FollowUpFacts } from './follow-up.ts';
import { Loading } from './loading.ts';
import { Moment } from './moment.ts';
import { ProblemNotice } from './problem-notice.ts';
import type { View } from './view.ts';

interface PurchaseHistoryProps {
  readonly run: string;
  readonly row: number;
  readonly index: number;
  readonly onClose: () => void;
}

const lookEveryMs = 2_000;

/** All that is known of one purchase, from its row to its outcome. */
export function PurchaseHistory({ run, row, index, onClose }: PurchaseHistoryProps): View {
  const dialog = useModal();
  const { answer, problem } = useAnswer<PurchaseDetail>(`/api/runs/${run}/purchases/${row}/${index}`, {
    everyMs: lookEveryMs,
  });
  return html`<dialog class="wide" ref=${dialog} aria-labelledby="history" onCancel=${onClose}>
    <div class="stack">
      <div class="card-title">
        <h2 id="history">Row ${row}${index > 1 ? `.${index}` : ''}</h2>
        <button type="button" onClick=${onClose}>Close</button>
      </div>
      <${ProblemNotice} problem=${problem} />
      ${answer === null ? html`<${Loading} />` : html`<${Detail} detail=${answer} />`}
    </div>
  </dialog>`;
}

function Detail({ detail }: { readonly detail: PurchaseDetail }): View {
  const { purchase, history, isHistoryWhole, evidence, deeds } = detail;
  return html`<dl class="facts">
      <dt>State</dt><dd><${Badge} state=${purchase.state} /></dd>
      ${factsOf(purchase).map(([name, value]) => html`<dt key=${`${name} name`}>${name}</dt><dd key=${name}>${value}</dd>`)}
      ${evidence === null ? null : html`<dt>Looked up</dt><dd>${evidence.looks} times without a trace. ${evidence.seen}</dd>`}
    </dl>
    ${purchase.followUp && html`<${FollowUpFacts} followUp=${purchase.followUp} />`}
    <h3>Steps</h3>
    ${isHistoryWhole ? null : html`<p class="hint">Of a large run only the newest steps are kept.</p>`}
    <ol class="steps">
      ${history.map(
        ({ at, from, to, code }, i) =>
          html`<li key=${i}><${Moment} at=${at} /> ${nameOf(from)} → <strong>${nameOf(to)}</strong> ${code === null ? null : html`<code>${code}</code>`}</li>`,
      )}
    </ol>
    ${
      deeds.length === 0
        ? null
        : html`<h3>What people did</h3>
            <ol class="steps">
              ${deeds.map(({ at, who, what, why }, i) => html`<li key=${i}><${Moment} at=${at} /> ${who}: ${what} ${why}</li>`)}
            </ol>`
    }`;
}

/** What is there to be told, in the order of the purchase's life. */
function factsOf(purchase: PurchaseDetail['purchase']): (readonly [name: string, value: unknown])[] {
  const { action, params, reference, notes, line, orderId, resourceIds, delivery } = purchase;
  const { errorCode, errorMessage, remedy, unpaidOrder, requestId, traceId, attempts } = purchase;
  const facts: (readonly [string, unknown])[] = [
    ['Action', action],
    ['Parameters', html`<pre>${JSON.stringify(params, null, 2)}</pre>`],
    ['Reference', reference],
    ...Object.entries(notes),
    ['Line in the file', line],
    ['Order', orderId],
    ['Resources', resourceIds.join(', ')],
    ['Delivery', delivery],
    ['Error', errorCode === null ? null : html`<code>${errorCode}</code> ${errorMessage}`],
    ['What to do', remedy],
    [
      'Unpaid order',
      unpaidOrder === null ? null : 'One may be waiting to be paid or cancelled in the console.',
    ],
    ['Calls sent', attempts],
    ['Queued', html`<${Moment} at=${purchase.queuedAt} />`],
    ['Sent', purchase.sentAt && html`<${Moment} at=${purchase.sentAt} />`],
    ['Settled', purchase.settledAt && html`<${Moment} at=${purchase.settledAt} />, by ${purchase.settledBy}`],
    ['Request id', requestId && html`<code>${requestId}</code>`],
    ['Trace id', traceId && html`<code>${traceId}</code>`],
  ];
  return facts.filter(([, value]) => value !== null && value !== '');
}

function nameOf(state: string): string {
  return stateNames[state as State] ?? state;
}
