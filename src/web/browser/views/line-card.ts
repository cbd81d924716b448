import { html, useState } from '/assets/vendor/preact.js';
import type { ActionLine } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { inDigits, inRate, lineName } from '../words.ts';
import { Badge } from './badge.ts';
import { HeldLines } from './held-lines.ts';
import { Question } from './question.ts';
import { RateButton } from './rate-button.ts';
import { RateChart } from './rate-chart.ts';
import type { View } from './view.ts';

interface LineCardProps {
  readonly line: ActionLine;
  readonly mayAct: boolean;
  readonly onChanged: () => void;
}

/** One line: its rate as a picture, what waits in it, and the hold. */
export function LineCard({ line, mayAct, onChanged }: LineCardProps): View {
  const { title, rate, queued, inFlight, workers, held } = line;
  const action = lineName(line);
  return html`<section class="card" aria-label=${action}>
    <div class="card-title">
      <h2>${action} <span class="hint">${title}</span></h2>
      <div class="row">
        <${Badge} state=${stateOf(line)} />
        ${mayAct ? html`<${RateButton} line=${line} onChanged=${onChanged} />` : null}
        ${mayAct && held === null ? html`<${HoldButton} action=${action} onHeld=${onChanged} />` : null}
      </div>
    </div>
    <${HeldLines} held=${held === null ? [] : [held]} mayAct=${mayAct} onReleased=${onChanged} />
    <div class="line"><dl class="figures">
      <div><dt>calls a second of at most ${rate.set}${rate.byHand === null ? null : ', set by hand'}</dt><dd>${inRate(rate.reached)}</dd></div>
      <div><dt>waiting</dt><dd>${inDigits(queued)}</dd></div>
      <div><dt>being sent</dt><dd>${inDigits(inFlight)}</dd></div>
      <div><dt>worker processes</dt><dd>${inDigits(workers)}</dd></div>
    </dl>
    <${RateChart} callsPerSecond=${rate.reached} limit=${rate.set} label=${action} /></div>
  </section>`;
}

function stateOf({ held, inFlight, queued }: ActionLine): string {
  if (held !== null) return 'held';
  return inFlight > 0 || queued > 0 ? 'running' : 'idle';
}

function HoldButton({ action, onHeld }: { readonly action: string; readonly onHeld: () => void }): View {
  const [isAsking, setAsking] = useState(false);
  const { isUnderWay, problem, perform } = useDeed();
  const hold = async (fields: FormData) => {
    const reason = String(fields.get('reason') ?? '').trim();
    const body = reason === '' ? {} : { reason };
    if (!(await perform(() => ask(`/api/actions/${action}/hold`, { method: 'POST', body })))) return;
    setAsking(false);
    onHeld();
  };
  return html`<button type="button" aria-label=${`Hold ${action}`} onClick=${() => setAsking(true)}>Hold</button>
    ${
      isAsking
        ? html`<${Question} title=${`Hold ${action}?`} yes="Hold" isUnderWay=${isUnderWay} problem=${problem} onYes=${hold} onNo=${() => setAsking(false)}>
            <p>Nothing of it is sent, in any run, until it is released. What is in flight gets its outcome.</p>
            <label>Why <input name="reason" maxlength="500" placeholder="optional, for your colleagues" /></label>
          <//>`
        : null
    }`;
}
