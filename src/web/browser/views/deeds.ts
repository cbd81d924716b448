import { html } from '/assets/vendor/preact.js';
import type { AuditEntry } from '../../api-types.ts';
import { useAnswer } from '../hooks/use-answer.ts';
import { Moment } from './moment.ts';
import type { View } from './view.ts';

const lookEveryMs = 5_000;

/** Who did what to a run and its lines, newest first. */
export function Deeds({ run }: { readonly run: string }): View | null {
  const { answer } = useAnswer<AuditEntry[]>(`/api/runs/${run}/audit`, { everyMs: lookEveryMs });
  if (answer === null || answer.length === 0) return null;
  return html`<section class="card" aria-labelledby="deeds">
    <h2 id="deeds">Who did what</h2>
    <ol class="steps">
      ${answer
        .toReversed()
        .map(
          ({ at, who, what, why }, i) =>
            html`<li key=${i}><${Moment} at=${at} /> <strong>${who}</strong> ${what}${why === null ? null : `: ${why}`}</li>`,
        )}
    </ol>
  </section>`;
}
