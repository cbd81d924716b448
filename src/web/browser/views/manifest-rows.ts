import { html, useState } from '/assets/vendor/preact.js';
import type { ManifestPage } from '../../api-types.ts';
import { useAnswer } from '../hooks/use-answer.ts';
import { inDigits, inValues } from '../words.ts';
import { Loading } from './loading.ts';
import { ProblemNotice } from './problem-notice.ts';
import type { View } from './view.ts';

const pageSize = 20;

/** What each row of an uploaded manifest buys, a page at a time. */
export function ManifestRows({ upload }: { readonly upload: string }): View {
  const [from, setFrom] = useState(1);
  const { answer, problem, askAgain } = useAnswer<ManifestPage>(
    `/api/uploads/${upload}/rows?from=${from}&limit=${pageSize}`,
  );
  return html`<section class="card" aria-labelledby="rows">
    <h2 id="rows">What each row buys</h2>
    <${ProblemNotice} problem=${problem} onRetry=${askAgain} />
    ${answer === null ? (problem ? null : html`<${Loading} />`) : html`<${Rows} page=${answer} />`}
    <div class="row pager">
      <button type="button" disabled=${from === 1} onClick=${() => setFrom(Math.max(1, from - pageSize))}>Earlier rows</button>
      <button type="button" disabled=${!answer?.next} onClick=${() => setFrom(from + pageSize)}>Later rows</button>
      <span class="hint" role="status">${answer ? `From row ${inDigits(from)}` : ''}</span>
    </div>
  </section>`;
}

function Rows({ page }: { readonly page: ManifestPage }): View {
  return html`<div class="table-frame" data-narrow="cards">
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">Row</th>
          <th scope="col">Reference</th>
          <th scope="col">Action</th>
          <th scope="col">Parameters</th>
          <th scope="col" class="number">Purchases</th>
        </tr>
      </thead>
      <tbody>
        ${page.rows.map(
          ({ row, reference, action, params, count }) => html`<tr key=${row}>
            <th scope="row" class="number" data-label="Row">${inDigits(row)}</th>
            <td class="wrap" data-label="Reference" data-span="2">${reference ?? '–'}</td>
            <td data-label="Action" data-span="2">${action}</td>
            <td class="wrap" data-label="Parameters" data-span="3">${inValues(params)}</td>
            <td class="number" data-label="Purchases">${inDigits(count)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
