import { html } from '/assets/vendor/preact.js';
import type { RunStatus, RunSummary } from '../../api-types.ts';
import { inDigits, inFollowUps, inPurchases } from '../words.ts';
import { CodeText } from './code-text.ts';
import { Moment } from './moment.ts';
import type { View } from './view.ts';

interface RunOutcomeProps {
  readonly status: RunStatus;
  readonly failures: RunSummary['failures'];
  readonly mayBeUnpaid: boolean;
}

/** What came of a run that is over: what was bought, what was not, and what a person does now. */
export function RunOutcome({ status, failures, mayBeUnpaid }: RunOutcomeProps): View | null {
  const { counts, finishedAt } = status;
  if (finishedAt === null) return null;
  const notBought = counts.failed + counts.cancelled;
  const parts: readonly (readonly [name: string, count: number])[] = [
    ['Bought', counts.succeeded],
    ['There already', counts.skipped],
    ['Not bought', notBought],
    ['Not known yet', counts['in-doubt']],
  ];
  return html`<section class="card" aria-labelledby="outcome">
    <div class="card-title">
      <h2 id="outcome">${verdictOf(status)}</h2>
      <p class="hint">Finished <${Moment} at=${finishedAt} /></p>
    </div>
    <dl class="facts">
      ${parts
        .filter(([name, count]) => count > 0 || name === 'Bought')
        .map(
          ([name, count]) =>
            html`<dt key=${`${name} name`}>${name}</dt><dd key=${name}>${inPurchases(count)}</dd>`,
        )}
    </dl>
    <h3>What to do now</h3>
    <${ToDo} status=${status} failures=${failures} mayBeUnpaid=${mayBeUnpaid} />
  </section>`;
}

function ToDo({ status: { run, counts, followUps }, failures, mayBeUnpaid }: RunOutcomeProps): View {
  const left = followUps ? followUps.total - followUps.counts.succeeded - followUps.counts.skipped : 0;
  if (counts.failed + counts.cancelled + counts['in-doubt'] + left === 0)
    return html`<p>Nothing: all is done.</p>`;
  const manifest = `/api/runs/${run}/report?format=manifest&state=failed`;
  return html`<ol class="to-do">
    ${
      counts['in-doubt'] === 0
        ? null
        : html`<li>Settle the ${inPurchases(counts['in-doubt'])} in doubt, <a href="#doubts">below</a>, by what the console shows. Do not buy them again before.</li>`
    }
    ${failures.map(
      ({ code, count, remedy, account = '' }) =>
        html`<li key=${`${account} ${code}`}><strong>${inDigits(count)} failed:</strong> ${remedy ?? 'look at their history, below.'} <span class="hint"><${CodeText} code=${code} /></span></li>`,
    )}
    ${mayBeUnpaid ? html`<li>Pay the orders that were left, <a href="#unpaid">below</a>, rather than buying beside them.</li>` : null}
    ${
      counts.failed === 0
        ? null
        : html`<li>Then retry them, <a href="#failures">below</a>; or correct <a href=${manifest} download=${`${run}-failed.csv`}>the failed rows as a manifest</a> and upload that as a new run.</li>`
    }
    ${
      left === 0
        ? null
        : html`<li>See to ${inFollowUps(left)} that ${left === 1 ? 'is' : 'are'} missing, <a href="#follow-ups">below</a>: what was bought stays bought.</li>`
    }
    ${
      counts.cancelled === 0
        ? null
        : html`<li>${inPurchases(counts.cancelled)} ${counts.cancelled === 1 ? 'was' : 'were'} cancelled before anything was sent: there is nothing to undo.</li>`
    }
  </ol>`;
}

function verdictOf({ counts, total }: RunStatus): string {
  const were = total === 1 ? 'was' : 'were';
  if (counts.succeeded === total)
    return `${total === 1 ? 'The purchase' : `All ${inPurchases(total)}`} ${were} made`;
  if (counts.succeeded + counts.skipped === total) return 'Everything is bought, or was there already';
  return `${inDigits(counts.succeeded)} of ${inPurchases(total)} ${were} made`;
}
