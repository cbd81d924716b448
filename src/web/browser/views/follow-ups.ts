import { html } from '/assets/vendor/preact.js';
import type { RunStatus } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { inDigits, inFollowUps, type State, stateNames, states, whoActs } from '../words.ts';
import { CodeText } from './code-text.ts';
import { ProblemNotice } from './problem-notice.ts';
import type { View } from './view.ts';

interface FollowUpsProps {
  readonly status: RunStatus;
  readonly mayAct: boolean;
}

/** What follows the purchases, such as the site on each plan: how far it is, what failed, and the button to try again. */
export function FollowUps({ status, mayAct }: FollowUpsProps): View | null {
  const { isUnderWay, problem, perform } = useDeed();
  const { run, followUps } = status;
  if (!followUps) return null;
  const { counts, total, errors } = followUps;
  const body = { followUpsOnly: true };
  const retry = () => perform(() => ask(`/api/runs/${run}/retry`, { method: 'POST', body }));
  return html`<section class="card" aria-labelledby="follow-ups">
    <div class="card-title">
      <h2 id="follow-ups">After the purchases</h2>
      ${
        mayAct && counts.failed > 0
          ? html`<button type="button" disabled=${isUnderWay} onClick=${retry}>Try ${inFollowUps(counts.failed)} again</button>`
          : null
      }
    </div>
    <p class="lede">${inDigits(counts.succeeded + counts.skipped)} of ${inFollowUps(total)} succeeded${othersOf(counts)}. Trying again buys nothing.</p>
    <${ProblemNotice} problem=${problem} />
    ${
      errors.length === 0
        ? null
        : html`<ul>
            ${errors.map(
              ({ code, count, scope, remedy }) =>
                html`<li key=${code}><strong>${inDigits(count)}:</strong> ${remedy} <span class="hint">${scope === null ? '' : whoActs[scope]} <${CodeText} code=${code} /></span></li>`,
            )}
          </ul>`
    }
  </section>`;
}

function othersOf(counts: Readonly<Record<State, number>>): string {
  const others = states.filter((state) => state !== 'succeeded' && state !== 'skipped' && counts[state] > 0);
  return others.map((state) => `, ${inDigits(counts[state])} ${stateNames[state]}`).join('');
}
