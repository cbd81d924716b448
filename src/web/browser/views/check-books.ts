import { html, useState } from '/assets/vendor/preact.js';
import type { Verification } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { inDigits, inPurchases } from '../words.ts';
import { ProblemNotice } from './problem-notice.ts';
import type { View } from './view.ts';

/** Whether rows, counts and the provider's own orders agree, asked for by hand as it reads every purchase. */
export function CheckBooks({ run }: { readonly run: string }): View {
  const [found, setFound] = useState<Verification | null>(null);
  const { isUnderWay, problem, perform } = useDeed();
  const check = () => perform(async () => setFound(await ask<Verification>(`/api/runs/${run}/verify`)));
  return html`<section class="card" aria-labelledby="books">
    <div class="card-title">
      <h2 id="books">The books</h2>
      <button type="button" disabled=${isUnderWay} onClick=${check}>
        ${isUnderWay ? 'Checking…' : 'Check the books'}
      </button>
    </div>
    <p class="lede">Compares the rows with the counts, and the orders that are held with the provider's own.</p>
    <${ProblemNotice} problem=${problem} />
    <div class="stack" role="status">${found === null ? null : html`<${Finding} found=${found} />`}</div>
  </section>`;
}

function Finding({ found }: { readonly found: Verification }): View {
  const { balanced, total, orders, differences } = found;
  const seen = orders.areReadable
    ? `The provider shows ${inDigits(orders.found)} of ${inDigits(orders.held)} orders held.`
    : "The provider's orders could not be read.";
  return html`<div class="notice" data-state=${balanced ? 'fine' : 'wrong'}>
    <div>
      <strong>${balanced ? 'The books balance.' : 'The books do not balance.'}</strong>
      <p>${inPurchases(total)} are each in one state. ${seen}</p>
      ${balanced ? null : html`<ul>${differences.map((difference) => html`<li key=${difference}>${difference}</li>`)}</ul>`}
    </div>
  </div>`;
}
