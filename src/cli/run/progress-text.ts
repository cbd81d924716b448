import { colorsFor, type TextOptions } from '../../report/text/colors.ts';
import { explainHolds } from '../../report/text/explain-holds.ts';
import { paintOf } from '../../report/text/paint-state.ts';
import { progressBar } from '../../report/text/progress-bar.ts';
import { inDigits, inTime } from '../../report/text/words.ts';
import type { Counts, RunCounts } from '../../shared/ledger/read-counts.ts';
import { purchaseStates } from '../../shared/outcome.ts';
import type { RunStatus } from '../../shared/run.ts';

/** How a run goes, as it is drawn on a terminal: a bar for each action, then counts, time left and what is held. */
export function progressText(status: RunStatus, { byAction }: RunCounts, options: TextOptions): string {
  const colors = colorsFor(options);
  const nameWidth = Math.max(...Array.from(byAction.keys(), (action) => action.length));
  const bars = Array.from(byAction, ([action, counts]) => {
    const { done, total } = progressOf(counts);
    const rate = (status.rate[action] ?? 0).toFixed(1);
    return `${action.padEnd(nameWidth)}  ${progressBar(done, total)}  ${inDigits(done)}/${inDigits(total)}  ${rate}/s`;
  });
  const states = purchaseStates
    .filter((state) => status.counts[state] > 0)
    .map((state) => paintOf(state, colors)(`${inDigits(status.counts[state])} ${state}`));
  const left =
    status.etaSeconds !== null && status.state === 'running'
      ? [`about ${inTime(status.etaSeconds)} left`]
      : [];
  const facts = [...states, ...left].join(colors.dim(' · '));
  return [...bars, facts, explainHolds(status.held, colors)].filter((part) => part !== '').join('\n');
}

function progressOf(counts: Counts): { readonly done: number; readonly total: number } {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { done: total - counts.queued - counts.sending, total };
}
