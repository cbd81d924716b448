import { html, render } from '/assets/vendor/preact.js';
import type { RunStatus } from '../api-types.ts';

const page = document.getElementById('page');
const answer = await fetch('/api/runs');
const runs: RunStatus[] = await answer.json();
if (page) {
  page.replaceChildren();
  render(
    html`<h1>Runs</h1><ul>${runs.map(({ run, state }) => html`<li><a href=${`/runs/${run}`}>${run}</a> ${state}</li>`)}</ul>`,
    page,
  );
}
