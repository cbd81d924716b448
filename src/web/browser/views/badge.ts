import { html } from '/assets/vendor/preact.js';
import { type State, stateNames } from '../words.ts';
import type { View } from './view.ts';

/** The state of a run, a purchase or a check: a word, with its colour beside it. */
export function Badge({ state }: { readonly state: string }): View {
  return html`<span class="badge" data-state=${state}>${stateNames[state as State] ?? state}</span>`;
}
