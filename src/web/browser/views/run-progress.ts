import { html } from '/assets/vendor/preact.js';
import type { RunStatus } from '../../api-types.ts';
import { inDigits, inPurchases, inTime, settledOf } from '../words.ts';
import { Moment } from './moment.ts';
import { StateBar, StateLegend } from './state-bar.ts';
import type { View } from './view.ts';

/** How far a run is, and once it is over what came of it. */
export function RunProgress({ status }: { readonly status: RunStatus }): View {
  const { counts, total, finishedAt } = status;
  return html`<section class="card" aria-labelledby="progress">
    <div class="card-title">
      <h2 id="progress">${finishedAt === null ? 'Progress' : verdictOf(status)}</h2>
      ${finishedAt === null ? null : html`<p class="hint">Finished <${Moment} at=${finishedAt} /></p>`}
    </div>
    <dl class="figures">
      <div><dt>settled of ${inDigits(total)}</dt><dd>${inDigits(settledOf(status))}</dd></div>
      <div data-state="succeeded"><dt>succeeded</dt><dd>${inDigits(counts.succeeded)}</dd></div>
      <div data-state=${counts.failed > 0 ? 'failed' : null}><dt>failed</dt><dd>${inDigits(counts.failed)}</dd></div>
      <div data-state=${counts['in-doubt'] > 0 ? 'in-doubt' : null}>
        <dt>in doubt</dt><dd>${inDigits(counts['in-doubt'])}</dd>
      </div>
      <div><dt>time left</dt><dd>${timeLeft(status)}</dd></div>
    </dl>
    <${StateBar} counts=${counts} total=${total} />
    <${StateLegend} counts=${counts} />
  </section>`;
}

function timeLeft({ etaSeconds, state, finishedAt }: RunStatus): string {
  if (finishedAt !== null) return 'none';
  if (state === 'paused') return 'paused';
  return etaSeconds === null ? '–' : inTime(etaSeconds);
}

function verdictOf({ counts, total }: RunStatus): string {
  const good = counts.succeeded + counts.skipped;
  if (good === total)
    return counts.skipped === 0 ? `All ${inPurchases(total)} succeeded` : 'Everything is bought or was there';
  return `${inDigits(counts.succeeded)} of ${inPurchases(total)} succeeded; what to do about the rest is below`;
}
