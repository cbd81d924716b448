import { html } from '/assets/vendor/preact.js';
import type { Counts, RunStatus } from '../../api-types.ts';
import { inDigits, inRate, inTime } from '../words.ts';
import { StateBar } from './state-bar.ts';
import type { View } from './view.ts';

/** Progress by action. */
export function ActionTable({
  status,
  byAction,
}: {
  readonly status: RunStatus;
  readonly byAction: Readonly<Record<string, Counts>>;
}): View {
  return html`<section class="card" aria-labelledby="by-action">
    <h2 id="by-action">By action</h2>
    <div class="table-frame" data-narrow="cards">
      <table>
        <thead>
          <tr>
            <th scope="col">Action</th>
            <th scope="col">Progress</th>
            <th scope="col" class="number">Succeeded</th>
            <th scope="col" class="number">Failed</th>
            <th scope="col" class="number">In doubt</th>
            <th scope="col" class="number">Total</th>
            <th scope="col" class="number">Calls a second</th>
            <th scope="col" class="number">Time left</th>
          </tr>
        </thead>
        <tbody>
          ${Object.entries(byAction).map(([action, counts]) => {
            const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
            return html`<tr key=${action}>
              <th scope="row" data-span="3">${action}</th>
              <td class="bar-cell"><${StateBar} counts=${counts} total=${total} /></td>
              <td class="number" data-label="Succeeded">${inDigits(counts.succeeded)}</td>
              <td class="number" data-label="Failed">${inDigits(counts.failed)}</td>
              <td class="number" data-label="In doubt">${inDigits(counts['in-doubt'])}</td>
              <td class="number" data-label="Total">${inDigits(total)}</td>
              <td class="number" data-label="Calls a second">${inRate(status.rate[action] ?? 0)}</td>
              <td class="number" data-label="Time left">${timeLeft(status, action, counts)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** What is left of an action at the rate it makes now; a dash while it makes none. */
function timeLeft({ rate, state }: RunStatus, action: string, { queued, sending }: Counts): string {
  const left = queued + sending;
  const callsPerSecond = rate[action] ?? 0;
  if (left === 0) return 'none';
  return state !== 'running' || callsPerSecond === 0 ? '–' : inTime(left / callsPerSecond);
}
