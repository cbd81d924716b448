import { type Html, html } from './html.ts';
import { inUtc } from './in-utc.ts';
import type { SentHistogram } from './sent-histogram.ts';

const width = 720;
const height = 160;
const roomForNumbers = 40;
const roomForTimes = 24;

/** The calls a second over the time of a run. */
export function ratePicture({ startMs, spanMs, calls }: SentHistogram): Html {
  if (startMs === null) return html``;
  const rates = calls.map((count) => (count * 1_000) / spanMs);
  const most = Math.max(...rates);
  const step = (width - roomForNumbers) / rates.length;
  const x = (i: number) => (roomForNumbers + i * step).toFixed(1);
  const y = (rate: number) => (height - (rate / most) * (height - 12)).toFixed(1);
  const top = rates.map((rate, i) => `L${x(i)} ${y(rate)}L${x(i + 1)} ${y(rate)}`).join('');
  const shape = `M${x(0)} ${height}${top}L${x(rates.length)} ${height}Z`;
  const mostSaid = most.toFixed(1);
  return html`<svg viewBox="0 0 ${String(width)} ${String(height + roomForTimes)}" role="img" aria-label="Calls a second, at most ${mostSaid}">
<path class="rate" d="${shape}"></path>
<text x="0" y="16">${mostSaid}</text><text x="0" y="${String(height)}">0</text>
<text x="${String(roomForNumbers)}" y="${String(height + 20)}">${inUtc(startMs)}</text>
<text x="${String(width)}" y="${String(height + 20)}" text-anchor="end">${inUtc(startMs + spanMs * calls.length)}</text>
</svg>`;
}
