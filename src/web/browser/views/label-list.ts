import { html } from '/assets/vendor/preact.js';
import type { View } from './view.ts';

/** The labels of a run, beside its name; nothing where there are none. */
export function LabelList({ labels }: { readonly labels: Readonly<Record<string, string>> }): View | null {
  const all = Object.entries(labels);
  if (all.length === 0) return null;
  return html`<ul class="labels" aria-label="Labels">
    ${all.map(([key, value]) => html`<li key=${key}>${value === '' ? key : `${key}=${value}`}</li>`)}
  </ul>`;
}
