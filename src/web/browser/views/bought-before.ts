import { html } from '/assets/vendor/preact.js';
import type { Upload } from '../../api-types.ts';
import { inDigits, inPurchases } from '../words.ts';
import type { View } from './view.ts';

/** Targets that an earlier run bought for, as buying for them once more is seldom meant. */
export function BoughtBefore({ plan }: { readonly plan: NonNullable<Upload['plan']> }): View | null {
  const { boughtBefore, boughtBeforeCount } = plan;
  if (boughtBeforeCount === 0) return null;
  const more = boughtBeforeCount - boughtBefore.length;
  return html`<details class="notice" data-state="warning">
    <summary><strong>${inPurchases(boughtBeforeCount)} for a target that another run bought before</strong></summary>
    <ul>
      ${boughtBefore.map(
        ({ action, target, run }) =>
          html`<li key=${`${action} ${target}`}>${action} for <strong>${target}</strong> in run <a href=${`/runs/${run}`}>${run}</a></li>`,
      )}
      ${more > 0 ? html`<li>and ${inDigits(more)} more</li>` : null}
    </ul>
  </details>`;
}
