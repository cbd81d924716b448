import { html } from '/assets/vendor/preact.js';
import type { RunStatus } from '../api-types.ts';
import { useAnswer } from './hooks/use-answer.ts';
import { type PageData, showPage } from './page.ts';
import { Badge } from './views/badge.ts';
import { LabelList } from './views/label-list.ts';
import { Loading } from './views/loading.ts';
import { Moment } from './views/moment.ts';
import { ProblemNotice } from './views/problem-notice.ts';
import { StateBar } from './views/state-bar.ts';
import type { View } from './views/view.ts';
import { inDigits, inTime, settledOf } from './words.ts';

/** Often enough to see runs move, seldom enough to cost nothing. */
const lookEveryMs = 3_000;

/** All runs, newest first. */
function RunsPage({ mayAct }: PageData): View {
  const { answer: runs, problem, askAgain } = useAnswer<RunStatus[]>('/api/runs', { everyMs: lookEveryMs });
  return html`<div class="page-title">
      <h1>Runs</h1>
      ${mayAct ? html`<a class="button" data-kind="primary" href="/upload">New run</a>` : null}
    </div>
    <${ProblemNotice} problem=${problem} onRetry=${askAgain} />
    ${runs === null ? (problem ? null : html`<${Loading} />`) : html`<${RunTable} runs=${runs} mayAct=${mayAct} />`}`;
}

function RunTable({ runs, mayAct }: { readonly runs: readonly RunStatus[]; readonly mayAct: boolean }): View {
  if (runs.length === 0) {
    return html`<div class="card empty">
      <h2>No runs yet</h2>
      <p>A run is all purchases of one manifest: a CSV, JSON or JSONL file with one purchase on a row.</p>
      ${mayAct ? html`<p><a href="/upload">Upload a manifest</a> to see what it would buy.</p>` : null}
    </div>`;
  }
  return html`<div class="table-frame" data-narrow="cards">
    <table>
      <caption class="visually-hidden">Runs, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">State</th>
          <th scope="col">Progress</th>
          <th scope="col" class="number">Settled</th>
          <th scope="col" class="number">Failed</th>
          <th scope="col" class="number">In doubt</th>
          <th scope="col" class="number">Time left</th>
          <th scope="col">Submitted</th>
        </tr>
      </thead>
      <tbody>
        ${runs.map((status) => html`<${RunRow} key=${status.run} status=${status} />`)}
      </tbody>
    </table>
  </div>`;
}

function RunRow({ status }: { readonly status: RunStatus }): View {
  const { run, name, labels, manifest, state, total, counts, etaSeconds, submittedAt, finishedAt } = status;
  return html`<tr>
    <th scope="row" class="wrap" data-span="3">
      <a href=${`/runs/${run}`}>${name ?? manifest}</a>
      <div class="hint"><code>${run}</code></div>
      <${LabelList} labels=${labels} />
    </th>
    <td data-label="State"><${Badge} state=${state} /></td>
    <td class="bar-cell"><${StateBar} counts=${counts} total=${total} /></td>
    <td class="number" data-label="Settled">${inDigits(settledOf(status))} of ${inDigits(total)}</td>
    <td class="number" data-label="Failed">${inDigits(counts.failed)}</td>
    <td class="number" data-label="In doubt">${inDigits(counts['in-doubt'])}</td>
    <td class="number" data-label="Time left">${etaSeconds === null || finishedAt !== null ? '–' : inTime(etaSeconds)}</td>
    <td data-label="Submitted" data-span="2"><${Moment} at=${submittedAt} /></td>
  </tr>`;
}

showPage(RunsPage);
