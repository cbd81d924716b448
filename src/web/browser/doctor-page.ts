import { html } from '/assets/vendor/preact.js';
import type { Diagnosis } from '../api-types.ts';
import { useAnswer } from './hooks/use-answer.ts';
import { showPage } from './page.ts';
import { Badge } from './views/badge.ts';
import { Loading } from './views/loading.ts';
import { ProblemNotice } from './views/problem-notice.ts';
import type { View } from './views/view.ts';

/** What buying depends on, and what to mend. */
function DoctorPage(): View {
  const { answer, problem, askAgain } = useAnswer<Diagnosis>('/api/doctor');
  return html`<div class="page-title">
      <h1>Doctor</h1>
      <button type="button" onClick=${askAgain}>Check again</button>
    </div>
    <p class="lede">What buying depends on, as seen from this server.</p>
    <${ProblemNotice} problem=${problem} />
    ${answer === null ? (problem ? null : html`<${Loading} />`) : html`<${Checks} diagnosis=${answer} />`}`;
}

function Checks({ diagnosis: { ok, checks } }: { readonly diagnosis: Diagnosis }): View {
  return html`<p role="status"><strong>${ok ? 'Nothing has to be mended.' : 'Something has to be mended before you buy.'}</strong></p>
    <ul class="checks">
      ${checks.map(
        ({ name, state, finding, advice }) => html`<li key=${name} class="card">
          <div class="card-title"><h2>${name}</h2><${Badge} state=${state} /></div>
          <p>${finding}</p>
          ${advice === null ? null : html`<p class="lede">${advice}</p>`}
        </li>`,
      )}
    </ul>`;
}

showPage(DoctorPage);
