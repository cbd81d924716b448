import { html, useState } from '/assets/vendor/preact.js';
import type { View } from './view.ts';

/** A text with a button that copies it. Where the browser has no clipboard, as without HTTPS, there is no button. */
export function CopyText({ text }: { readonly text: string }): View {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return html`<code class="copy">${text}</code> ${
    navigator.clipboard
      ? html`<button type="button" data-kind="quiet" aria-label=${`Copy ${text}`} onClick=${copy}>${isCopied ? 'Copied' : 'Copy'}</button>`
      : null
  }`;
}
