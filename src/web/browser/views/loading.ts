import { html } from '/assets/vendor/preact.js';
import type { View } from './view.ts';

export function Loading(): View {
  return html`<p class="loading" role="status">Loading…</p>`;
}
