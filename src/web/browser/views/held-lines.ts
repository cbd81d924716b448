import { html } from '/assets/vendor/preact.js';
import type { RunStatus } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { lineName } from '../words.ts';
import { Moment } from './moment.ts';
import { ProblemNotice } from './problem-notice.ts';
import type { View } from './view.ts';

type Hold = RunStatus['held'][number];

interface HeldLineProps {
  readonly mayAct: boolean;
  /** For a page that is not told by events. */
  readonly onReleased?: () => void;
}

/** Why a line is stopped, and the button that lets it go on. */
export function HeldLines({ held, ...props }: HeldLineProps & { readonly held: readonly Hold[] }): View {
  return html`<div class="stack" role="status">
    ${held.map((hold) => html`<${HeldLine} key=${lineName(hold)} hold=${hold} ...${props} />`)}
  </div>`;
}

function HeldLine({ hold, mayAct, onReleased }: HeldLineProps & { readonly hold: Hold }): View {
  const { isUnderWay, problem, perform } = useDeed();
  const { code, reason, since } = hold;
  const action = lineName(hold);
  const release = async () => {
    const isReleased = await perform(() =>
      ask(`/api/actions/${action}/release`, { method: 'POST', body: {} }),
    );
    if (isReleased) onReleased?.();
  };
  return html`<div class="notice" data-state="held">
    <div>
      <strong>${action} is held</strong>, since <${Moment} at=${since} />: nothing of it is sent, in any run.
      <p>${reason} ${code === 'Person' ? null : html`<code>${code}</code>`}</p>
    </div>
    ${mayAct ? html`<button type="button" disabled=${isUnderWay} onClick=${release}>Release ${action}</button>` : null}
    <${ProblemNotice} problem=${problem} />
  </div>`;
}
