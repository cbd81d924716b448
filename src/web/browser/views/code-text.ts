import { html } from '/assets/vendor/preact.js';
import type { View } from './view.ts';

/** An error code, which may break where its parts meet. */
export function CodeText({ code }: { readonly code: string }): View {
  const parts = code.split('.').map((part, i) => (i === 0 ? part : html`.<wbr />${part}`));
  return html`<code>${parts}</code>`;
}
