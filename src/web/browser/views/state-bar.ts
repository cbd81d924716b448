import { html } from '/assets/vendor/preact.js';
import type { Counts } from '../../api-types.ts';
import { inDigits, stateNames, states } from '../words.ts';
import type { View } from './view.ts';

/** How the purchases of a run divide into states: a bar, and in words for those who do not see it. */
export function StateBar({ counts, total }: { readonly counts: Counts; readonly total: number }): View {
  const present = states.filter((state) => counts[state] > 0);
  const said = present.map((state) => `${inDigits(counts[state])} ${stateNames[state]}`).join(', ');
  return html`<div class="bar" role="img" aria-label=${said || 'nothing yet'}>
    ${present
      .filter((state) => state !== 'queued')
      .map(
        (state) =>
          html`<span key=${state} data-state=${state} style=${{ width: `${(100 * counts[state]) / total}%` }}></span>`,
      )}
  </div>`;
}

/** Which colour stands for which state, with its count. */
export function StateLegend({ counts }: { readonly counts: Counts }): View {
  return html`<ul class="legend">
    ${states.map(
      (state) =>
        html`<li key=${state} data-state=${state}>
          <span class="number">${inDigits(counts[state])}</span> ${stateNames[state]}
        </li>`,
    )}
  </ul>`;
}
