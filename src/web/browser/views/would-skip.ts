import { html } from '/assets/vendor/preact.js';
import type { Upload } from '../../api-types.ts';
import { inPurchases } from '../words.ts';
import type { View } from './view.ts';

/** How much of a plan is already what is wanted and would not be bought, as facts of it; or why nobody could look. */
export function WouldSkip({ plan }: { readonly plan: NonNullable<Upload['plan']> }): View | null {
  const skips = Object.entries(plan.wouldSkip);
  if (skips.length === 0) return null;
  return html`${skips.map(
    ([line, count]) => html`<dt key=${`${line} name`}>Skips of ${line}</dt>
      <dd key=${line} class="wrap">${
        count === null
          ? html`not known: <span class="hint">${plan.wouldSkipUnknown[line]}</span>`
          : `${count === 0 ? 'nothing' : inPurchases(count)}, as seen when it was planned`
      }</dd>`,
  )}`;
}
