import { html, useState } from '/assets/vendor/preact.js';
import type { RunStatus } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { inPurchases } from '../words.ts';
import { Badge } from './badge.ts';
import { LabelList } from './label-list.ts';
import { Moment } from './moment.ts';
import { ProblemNotice } from './problem-notice.ts';
import { Question } from './question.ts';
import type { View } from './view.ts';

/** Which run it is, how it stands, and what may be done to the whole of it. */
export function RunTitle({ status, mayAct }: { readonly status: RunStatus; readonly mayAct: boolean }): View {
  const { run, name, manifest, state, submittedAt, startsAt } = status;
  return html`<div class="page-title">
    <div>
      <h1>${name ?? manifest} <span role="status"><${Badge} state=${state} /></span></h1>
      <p class="lede">
        Run <code>${run}</code>${name === null ? null : html` of ${manifest}`}, submitted <${Moment} at=${submittedAt} />${startsAt === null ? null : html`, starts <${Moment} at=${startsAt} />`}
      </p>
      <${LabelList} labels=${status.labels} />
    </div>
    <div class="row">
      ${mayAct ? html`<${RunButtons} status=${status} />` : null}
      <${ReportMenu} run=${run} />
    </div>
  </div>`;
}

function RunButtons({ status: { run, state, counts, startsAt } }: { readonly status: RunStatus }): View {
  const { isUnderWay, problem, perform } = useDeed();
  const [isAsking, setAsking] = useState(false);
  const change = (name: string) =>
    perform(() => ask(`/api/runs/${run}/${name}`, { method: 'POST', body: {} }));
  const cancel = async () => {
    if (await change('cancel')) setAsking(false);
  };
  const isOver = state === 'finished' || state === 'cancelled' || state === 'submitting';
  return html`${
    isOver
      ? null
      : state === 'paused'
        ? html`<button type="button" data-kind="primary" disabled=${isUnderWay} onClick=${() => change('resume')}>${startsAt === null ? 'Resume' : 'Start now'}</button>`
        : html`<button type="button" disabled=${isUnderWay} onClick=${() => change('pause')}>Pause</button>`
  }
  ${isOver ? null : html`<button type="button" data-kind="danger" onClick=${() => setAsking(true)}>Cancel the rest</button>`}
  ${
    isAsking
      ? html`<${Question}
          title="Cancel what was not sent?"
          yes=${`Cancel ${inPurchases(counts.queued)}`}
          isDanger=${true}
          isUnderWay=${isUnderWay}
          problem=${problem}
          onYes=${cancel}
          onNo=${() => setAsking(false)}
        >
          <p>What is in flight still gets its outcome. What is cancelled stays cancelled; submitting the manifest again buys it as a new run.</p>
        <//>`
      : html`<${ProblemNotice} problem=${problem} />`
  }`;
}

const reports = [
  ['html', 'HTML, to send to someone'],
  ['csv', 'CSV, for a spreadsheet'],
  ['json', 'JSON'],
  ['jsonl', 'JSON Lines'],
] as const;

function ReportMenu({ run }: { readonly run: string }): View {
  return html`<details class="menu">
    <summary>Report</summary>
    <ul>
      ${reports.map(
        ([format, name]) =>
          html`<li key=${format}>
            <a href=${`/api/runs/${run}/report?format=${format}`} download=${`${run}.${format}`}>${name}</a>
          </li>`,
      )}
    </ul>
  </details>`;
}
