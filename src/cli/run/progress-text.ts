import type { StatusReading } from '../../report/read-status.ts';
import { colorsFor, type TextOptions } from '../../report/text/colors.ts';
import { explainHolds } from '../../report/text/explain-holds.ts';
import { paintOf } from '../../report/text/paint-state.ts';
import { progressBar } from '../../report/text/progress-bar.ts';
import { timeLeftText } from '../../report/text/time-left-text.ts';
import { inDigits } from '../../report/text/words.ts';
import type { Counts } from '../../shared/ledger/read-counts.ts';
import { purchaseStates } from '../../shared/outcome.ts';

/** How a run goes, as it is drawn on a terminal: a bar for each line, then counts, time left and what is held. */
export function progressText(reading: StatusReading, options: TextOptions): string {
  const { status, counts, followUps } = reading;
  const byLine = new Map([...counts.byLine, ...(followUps?.counts.byLine ?? [])]);
  const colors = colorsFor(options);
  const nameWidth = Math.max(...Array.from(byLine.keys(), (line) => line.length));
  const bars = Array.from(byLine, ([line, ofLine]) => {
    const { done, total } = progressOf(ofLine);
    const rate = (status.rate[line] ?? 0).toFixed(1);
    return `${line.padEnd(nameWidth)}  ${progressBar(done, total)}  ${inDigits(done)}/${inDigits(total)}  ${rate}/s`;
  });
  const states = purchaseStates
    .filter((state) => status.counts[state] > 0)
    .map((state) => paintOf(state, colors)(`${inDigits(status.counts[state])} ${state}`));
  const left = timeLeftText(reading);
  const facts = [...states, ...(left === null ? [] : [`time left: ${left}`])].join(colors.dim(' · '));
  return [...bars, facts, explainHolds(status.held, colors)].filter((part) => part !== '').join('\n');
}

function progressOf(counts: Counts): { readonly done: number; readonly total: number } {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { done: total - counts.queued - counts.sending, total };
}
