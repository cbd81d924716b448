import { html, useEffect, useState } from '/assets/vendor/preact.js';
import type { PurchasePage, RunStatus } from '../../api-types.ts';
import { useAnswer } from '../hooks/use-answer.ts';
import { inDigits, inValues, stateNames, states } from '../words.ts';
import { Badge } from './badge.ts';
import { FollowUpLine } from './follow-up.ts';
import { Loading } from './loading.ts';
import { ProblemNotice } from './problem-notice.ts';
import { PurchaseHistory } from './purchase-history.ts';
import type { View } from './view.ts';

/** Which purchases are wanted; empty texts want all. */
export interface Wanted {
  readonly state: string;
  readonly code: string;
  readonly search: string;
}

export const allWanted: Wanted = { state: '', code: '', search: '' };

interface PurchaseTableProps {
  readonly status: RunStatus;
  readonly wanted: Wanted;
  readonly onWant: (wanted: Wanted) => void;
}

type Purchase = PurchasePage['purchases'][number];

const pageSize = 25;
const lookEveryMs = 3_000;

/** The purchases of a run, a page at a time: however many there are, one page of them is read. */
export function PurchaseTable({ status, wanted, onWant }: PurchaseTableProps): View {
  const [trail, setTrail] = useState<readonly string[]>(['1']);
  const [opened, setOpened] = useState<Purchase | null>(null);
  useEffect(() => setTrail(['1']), [wanted]);
  const from = trail.at(-1) ?? '1';
  const query = new URLSearchParams({ from, limit: String(pageSize) });
  for (const [name, value] of Object.entries(wanted)) if (value !== '') query.set(name, value);
  const isMoving = status.finishedAt === null;
  const { answer, problem, askAgain } = useAnswer<PurchasePage>(
    `/api/runs/${status.run}/purchases?${query}`,
    isMoving ? { everyMs: lookEveryMs } : {},
  );
  // What changes while nothing moves, a person did: it is asked for once.
  const standing = isMoving ? null : JSON.stringify(status.counts);
  useEffect(askAgain, [standing]);
  const next = answer?.next ?? null;
  useEffect(() => {
    // One request looks at so many purchases and no more; a search goes on until it finds one.
    if (answer?.purchases.length === 0 && next !== null) setTrail([...trail.slice(0, -1), next]);
  }, [answer]);
  return html`<section class="card" aria-labelledby="purchases">
    <h2 id="purchases">Purchases</h2>
    <${Filters} wanted=${wanted} onWant=${onWant} />
    <${ProblemNotice} problem=${problem} onRetry=${askAgain} />
    ${answer === null ? html`<${Loading} />` : html`<${Rows} page=${answer} onOpen=${setOpened} />`}
    <div class="row pager">
      <button type="button" disabled=${trail.length < 2} onClick=${() => setTrail(trail.slice(0, -1))}>Earlier rows</button>
      <button type="button" disabled=${next === null} onClick=${() => next !== null && setTrail([...trail, next])}>Later rows</button>
      <span class="hint" role="status">${answer === null ? '' : extentOf(answer)}</span>
    </div>
    ${
      opened === null
        ? null
        : html`<${PurchaseHistory} run=${status.run} row=${opened.row} index=${opened.index} onClose=${() => setOpened(null)} />`
    }
  </section>`;
}

function extentOf({ purchases, matching, scanned, next }: PurchasePage): string {
  const [first] = purchases;
  const last = purchases.at(-1);
  const rows = first && last ? `Rows ${inDigits(first.row)} to ${inDigits(last.row)}` : 'No rows here';
  if (matching !== null) return `${rows}; ${inDigits(matching)} fit`;
  return next === null ? rows : `${rows}; ${inDigits(scanned)} looked at, more follow`;
}

function Filters({ wanted, onWant }: Pick<PurchaseTableProps, 'wanted' | 'onWant'>): View {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(fields.get(name) ?? '').trim();
    onWant({ state: text('state'), code: text('code'), search: text('search') });
  };
  return html`<form class="row filters" role="search" onSubmit=${submit} key=${JSON.stringify(wanted)}>
    <label>State
      <select name="state" value=${wanted.state}>
        <option value="">all</option>
        ${states.map((state) => html`<option key=${state} value=${state} selected=${state === wanted.state}>${stateNames[state]}</option>`)}
      </select>
    </label>
    <label>Error code <input name="code" defaultValue=${wanted.code} autocapitalize="off" spellcheck=${false} /></label>
    <label>Text <input name="search" type="search" defaultValue=${wanted.search} placeholder="reference, domain, order id" /></label>
    <button type="submit">Show</button>
    <button type="button" data-kind="quiet" onClick=${() => onWant(allWanted)}>Show all</button>
  </form>`;
}

function Rows({
  page,
  onOpen,
}: {
  readonly page: PurchasePage;
  readonly onOpen: (purchase: Purchase) => void;
}): View {
  if (page.purchases.length === 0) {
    return html`<p class="empty">${page.next === null ? 'No purchase fits.' : `Searching; on to row ${page.next}…`}</p>`;
  }
  return html`<div class="table-frame" data-narrow="cards">
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">Row</th>
          <th scope="col">Reference</th>
          <th scope="col">Purchase</th>
          <th scope="col">State</th>
          <th scope="col">Order, or error</th>
          <th scope="col"><span class="visually-hidden">Buttons</span></th>
        </tr>
      </thead>
      <tbody>
        ${page.purchases.map((purchase) => {
          const { row, index, reference, action, params, state, orderId, resourceIds, errorCode, followUp } =
            purchase;
          const position = index > 1 ? `${row}.${index}` : `${row}`;
          return html`<tr key=${position}>
            <th scope="row" class="number" data-label="Row">${position}</th>
            <td class="wrap" data-label="Reference">${reference ?? '–'}</td>
            <td class="wrap" data-span="3">${action} <span class="hint">${inValues(params)}</span>${followUp && html`<br /><${FollowUpLine} followUp=${followUp} />`}</td>
            <td data-label="State"><${Badge} state=${state} /></td>
            <td class="wrap code" data-label="Order, or error" data-span="2"><code>${orderId ?? resourceIds[0] ?? errorCode ?? '–'}</code></td>
            <td class="buttons"><button type="button" data-kind="quiet" aria-label=${`History of row ${position}`} onClick=${() => onOpen(purchase)}>History</button></td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
