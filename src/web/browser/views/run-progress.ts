import { html } from '/assets/vendor/preact.js';
import type { RunStatus } from '../../api-types.ts';
import { inDigits, inTime, settledOf } from '../words.ts';
import { StateBar, StateLegend } from './state-bar.ts';
import type { View } from './view.ts';

/** How far a run is. */
export function RunProgress({ status }: { readonly status: RunStatus }): View {
  const { counts, total } = status;
  return html`<section class="card" aria-labelledby="progress">
    <h2 id="progress">Progress</h2>
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
