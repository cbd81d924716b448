import { html, useState } from '/assets/vendor/preact.js';
import type { ActionLine } from '../../api-types.ts';
import { ask } from '../ask.ts';
import { useDeed } from '../hooks/use-deed.ts';
import { lineName } from '../words.ts';
import { Question } from './question.ts';
import type { View } from './view.ts';

interface RateButtonProps {
  readonly line: ActionLine;
  readonly onChanged: () => void;
}

/** No service allows more. */
const mostCallsPerSecond = 20;

/** Lets a person say how fast a line goes, in every process. */
export function RateButton({ line, onChanged }: RateButtonProps): View {
  const { rate } = line;
  const action = lineName(line);
  const [isAsking, setAsking] = useState(false);
  const { isUnderWay, problem, perform } = useDeed();
  const change = async (fields: FormData) => {
    const wanted = String(fields.get('rate') ?? '').trim();
    const body = { rate: wanted === '' ? 'default' : Number(wanted) };
    if (!(await perform(() => ask(`/api/actions/${action}/rate`, { method: 'POST', body })))) return;
    setAsking(false);
    onChanged();
  };
  return html`<button type="button" aria-label=${`Rate of ${action}`} onClick=${() => setAsking(true)}>Rate</button>
    ${
      isAsking
        ? html`<${Question} title=${`How fast may ${action} go?`} yes="Set the rate" isUnderWay=${isUnderWay} problem=${problem} onYes=${change} onNo=${() => setAsking(false)}>
            <p>It counts for all workers from their next call on.</p>
            <label>Calls a second, ${mostCallsPerSecond} at most
              <input name="rate" type="number" min="0.1" max=${mostCallsPerSecond} step="0.1" defaultValue=${rate.byHand ?? ''} placeholder=${rate.set} aria-describedby="rate-hint" />
            </label>
            <p class="hint" id="rate-hint">Left empty, each worker goes as fast as it was started to.</p>
          <//>`
        : null
    }`;
}
