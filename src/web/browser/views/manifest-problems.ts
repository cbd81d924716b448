import { html } from '/assets/vendor/preact.js';
import type { Upload } from '../../api-types.ts';
import { inDigits } from '../words.ts';
import type { View } from './view.ts';

interface ManifestProblemsProps {
  readonly upload: Upload;
  readonly onStartOver: () => void;
}

/** As many as a page holds well; all of them are in the file to download. */
const shown = 200;

/** What has to be corrected in a manifest before it can be bought. */
export function ManifestProblems({ upload, onStartOver }: ManifestProblemsProps): View {
  const { upload: id, manifest, rows, problems, problemCount } = upload;
  const download = `/api/uploads/${id}/problems`;
  return html`<section class="card" aria-labelledby="found">
    <h2 id="found">${inDigits(problemCount)} ${problemCount === 1 ? 'problem' : 'problems'} in ${manifest}</h2>
    <p class="lede">
      ${inDigits(rows)} rows were read and nothing was queued. Correct these in your file, then upload it again.
    </p>
    <div class="row">
      <button type="button" data-kind="primary" onClick=${onStartOver}>Upload the corrected file</button>
      <a class="button" href=${`${download}?format=csv`} download="problems.csv">All problems as CSV</a>
      <a class="button" href=${`${download}?format=json`} download="problems.json">As JSON</a>
    </div>
    <div class="table-frame" data-narrow="cards">
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">Row</th>
            <th scope="col" class="number">Line</th>
            <th scope="col">Column</th>
            <th scope="col">What would be right, and what was found</th>
          </tr>
        </thead>
        <tbody>
          ${problems.slice(0, shown).map(
            ({ row, line, column, code, message }, i) => html`<tr key=${i}>
              <th scope="row" class="number" data-label="Row">${row ?? '–'}</th>
              <td class="number" data-label="Line">${line ?? '–'}</td>
              <td class="wrap" data-label="Column">${column === null ? '–' : html`<code>${column}</code>`}</td>
              <td class="wrap" data-span="3">${message} <span class="hint">${code}</span></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${problemCount > shown ? html`<p class="hint">The first ${shown} are shown; the file holds all.</p>` : null}
  </section>`;
}
