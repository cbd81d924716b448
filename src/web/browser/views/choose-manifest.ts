import { html, useState } from '/assets/vendor/preact.js';
import type { ActionLine } from '../../api-types.ts';
import { useAnswer } from '../hooks/use-answer.ts';
import type { View } from './view.ts';

interface ChooseManifestProps {
  readonly onChoose: (file: File, action: string | null) => void;
}

const formats = ['csv', 'json', 'jsonl'] as const;

/** Where a manifest is dropped or chosen, and where whoever has none begins. */
export function ChooseManifest({ onChoose }: ChooseManifestProps): View {
  const { answer: lines } = useAnswer<ActionLine[]>('/api/actions');
  const [action, setAction] = useState('');
  const actions = (lines ?? []).map((line) => line.action);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) onChoose(file, action === '' ? null : action);
  };
  return html`<p class="lede">Everything is checked first, and you see what it would buy. Nothing is bought before you confirm that.</p>
    <${DropZone} onFiles=${take}>
      <label class="row action-choice">
        <span>Rows that name no action buy</span>
        <select value=${action} onChange=${(event: Event) => setAction((event.currentTarget as HTMLSelectElement).value)}>
          <option value="">nothing: every row names its own</option>
          ${actions.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
        </select>
      </label>
    <//>
    <section class="card" aria-labelledby="templates">
      <h2 id="templates">Or start from a template</h2>
      <p class="lede">An example of each action, with every parameter explained.</p>
      <div class="table-frame">
        <table>
          <tbody>
            ${(lines ?? []).map(
              ({ action: name, title }) =>
                html`<tr key=${name}>
                  <th scope="row">${name}<div class="hint">${title}</div></th>
                  <td class="buttons">
                    <div class="row">
                      ${formats.map(
                        (format) =>
                          html`<a key=${format} href=${`/api/templates/${name}?format=${format}`} download=${`${name}.${format}`} aria-label=${`${name} as ${format.toUpperCase()}`}>${format.toUpperCase()}</a>`,
                      )}
                    </div>
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
}

interface DropZoneProps {
  readonly onFiles: (files: FileList | null | undefined) => void;
  readonly children: unknown;
}

function DropZone({ onFiles, children }: DropZoneProps): View {
  const [isOver, setOver] = useState(false);
  const over = (is: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(is);
  };
  const drop = (event: DragEvent) => {
    over(false)(event);
    onFiles(event.dataTransfer?.files);
  };
  return html`<section class="drop-zone" data-is-over=${isOver} aria-labelledby="drop" onDragOver=${over(true)} onDragLeave=${over(false)} onDrop=${drop}>
    <h2 id="drop">Drop a manifest here</h2>
    <p class="lede">CSV, JSON or JSON Lines, with one purchase on a row</p>
    <label class="button file-choice" data-kind="primary">
      Choose a file
      <input type="file" accept=".csv,.json,.jsonl,.ndjson" onChange=${(event: Event) => onFiles((event.currentTarget as HTMLInputElement).files)} />
    </label>
    ${children}
  </section>`;
}
