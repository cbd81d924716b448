import { html, useState } from '/assets/vendor/preact.js';
import type { RunStatus, RunSummary } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { inDigits, inPurchases, whoActs } from '../words.ts';
import { CodeText } from './code-text.ts';
import { ProblemNotice } from './problem-notice.ts';
import { Question } from './question.ts';
import type { View } from './view.ts';

type ErrorGroup = RunStatus['errors'][number];

interface ErrorGroupsProps {
  readonly status: RunStatus;
  readonly groups: RunSummary['failures'];
  readonly mayAct: boolean;
  /** Shows the purchases that failed with a code. */
  readonly onShow: (code: string) => void;
}

/** What failed, by error code, with who has to act and what to do. */
export function ErrorGroups({ status, groups, mayAct, onShow }: ErrorGroupsProps): View | null {
  const { run, counts } = status;
  if (counts.failed === 0) return null;
  return html`<section class="card" aria-labelledby="failures">
    <div class="card-title">
      <h2 id="failures">What failed, and what to do</h2>
      <a href=${`/api/runs/${run}/report?format=manifest&state=failed`} download=${`${run}-failed.csv`}>
        Failed rows as a manifest, to correct
      </a>
    </div>
    <div class="table-frame" data-narrow="cards">
      <table>
        <thead>
          <tr>
            <th scope="col">Error code</th>
            <th scope="col" class="number">Purchases</th>
            <th scope="col">Who acts</th>
            <th scope="col">What to do</th>
            <th scope="col"><span class="visually-hidden">Buttons</span></th>
          </tr>
        </thead>
        <tbody>
          ${groups.map(
            (group) =>
              html`<${GroupRow} key=${`${group.account ?? ''} ${group.code}`} run=${run} group=${group} mayAct=${mayAct} onShow=${onShow} />`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

interface GroupRowProps extends Pick<ErrorGroupsProps, 'mayAct' | 'onShow'> {
  readonly run: string;
  readonly group: ErrorGroup;
}

function GroupRow({ run, group, mayAct, onShow }: GroupRowProps): View {
  const { code, count, scope, remedy, account } = group;
  const [isAsking, setAsking] = useState(false);
  const { isUnderWay, problem, perform } = useDeed();
  const retry = async () => {
    const isDone = await perform(() =>
      ask(`/api/runs/${run}/retry`, {
        method: 'POST',
        body: { codes: [code], accounts: [account ?? 'default'] },
      }),
    );
    if (isDone) setAsking(false);
  };
  return html`<tr>
    <th scope="row" class="wrap code" data-span="3"><${CodeText} code=${code} /></th>
    <td class="number" data-label="Purchases">${inDigits(count)}</td>
    <td data-label="Who acts" data-span="2">${scope === null ? '–' : whoActs[scope]}${account === undefined ? null : ` of ${account}`}</td>
    <td class="wrap" data-label="What to do" data-span="3">${remedy ?? '–'}</td>
    <td class="buttons" data-span="3">
      <div class="row">
        <button type="button" data-kind="quiet" aria-label=${`Show purchases with ${code}`} onClick=${() => onShow(code)}>Show</button>
        ${mayAct ? html`<button type="button" aria-label=${`Retry ${code}`} onClick=${() => setAsking(true)}>Retry</button>` : null}
      </div>
      ${
        isAsking
          ? html`<${Question}
              title=${`Queue ${inPurchases(count)} again?`}
              yes="Retry"
              isUnderWay=${isUnderWay}
              problem=${problem}
              onYes=${retry}
              onNo=${() => setAsking(false)}
            >
              <p>They failed with <code>${code}</code> and are proved not to have been bought. Those that may have left an unpaid order stay as they are.</p>
              <p>${remedy}</p>
            <//>`
          : html`<${ProblemNotice} problem=${problem} />`
      }
    </td>
  </tr>`;
}
