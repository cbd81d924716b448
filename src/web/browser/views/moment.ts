import { html } from '/assets/vendor/preact.js';
import { inLocalTime } from '../words.ts';
import type { View } from './view.ts';

/** A point in time, in the reader's zone; a dash where there is none. */
export function Moment({ at }: { readonly at: string | null }): View {
  return at === null ? html`<span>–</span>` : html`<time datetime=${at}>${inLocalTime(at)}</time>`;
}
