import { html, render } from '/assets/vendor/preact.js';
import type { View } from './views/view.ts';

/** What the server tells a page about itself. */
export interface PageData {
  /** Whether whoever looks may also act. */
  readonly mayAct: boolean;
  readonly run: string;
}

/** Fills the page's frame with a view. */
export function showPage(view: (data: PageData) => View): void {
  const main = document.getElementById('page');
  if (main === null) throw new Error('Cannot show page as its frame has no main part');
  const { role, run = '' } = main.dataset;
  main.replaceChildren();
  render(html`<${view} mayAct=${role === 'full'} run=${run} />`, main);
}
