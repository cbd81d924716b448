import { html } from '/assets/vendor/preact.js';
import type { ProblemDocument } from '../../api-types.ts';
import type { View } from './view.ts';

/** Why something could not be done or shown, and what to do. */
export function ProblemNotice({
  problem,
  onRetry,
}: {
  readonly problem: ProblemDocument | null;
  readonly onRetry?: () => void;
}): View | null {
  if (problem === null) return null;
  return html`<div class="notice" data-state="failed" role="alert">
    <div><strong>${problem.detail}</strong>${problem.advice ? html`<p>${problem.advice}</p>` : null}</div>
    ${onRetry ? html`<button type="button" onClick=${onRetry}>Try again</button>` : null}
  </div>`;
}
