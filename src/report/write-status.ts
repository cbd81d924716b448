import type { RunStatus } from '../shared/run.ts';
import type { RunSummary } from './read-summary.ts';
import { actionTable } from './text/action-table.ts';
import { type Colors, colorsFor, type TextOptions } from './text/colors.ts';
import { explainDeeds } from './text/explain-deeds.ts';
import { explainErrors } from './text/explain-errors.ts';
import { explainHolds } from './text/explain-holds.ts';
import { paintOf } from './text/paint-state.ts';
import { printable } from './text/printable.ts';
import { progressBar } from './text/progress-bar.ts';
import { inDigits, inTime } from './text/words.ts';

/** Where a run stands, as `status RUN` shows it. */
export function writeStatus({ status, byAction, deeds }: RunSummary, options: TextOptions): string {
  const colors = colorsFor(options);
  return [
    factLines(status, colors),
    actionTable(byAction, status.counts, colors),
    status.errors.length > 0 ? `${colors.bold('Errors')}\n${explainErrors(status.errors, colors)}` : '',
    status.held.length > 0 ? `${colors.red('Stopped')}\n${explainHolds(status.held, colors)}` : '',
    deeds.length > 0 ? `${colors.bold('Done by people')}\n${explainDeeds(deeds, colors)}` : '',
  ]
    .filter((section) => section !== '')
    .join('\n');
}

function factLines(status: RunStatus, colors: Colors): string {
  const facts: readonly (readonly [name: string, fact: string | null])[] = [
    ['run', colors.bold(status.run)],
    ['name', status.name && printable(status.name)],
    ['manifest', printable(status.manifest)],
    ['state', paintOf(status.state, colors)(status.state)],
    ['progress', progressOf(status)],
    ['rate', rateOf(status)],
    ['time left', status.state === 'running' ? timeLeft(status) : null],
    ['submitted', status.submittedAt],
    ['finished', status.finishedAt],
  ];
  return facts
    .flatMap(([name, fact]) => (fact === null ? [] : `${colors.dim(name.padEnd(9))}  ${fact}\n`))
    .join('');
}

function progressOf({ total, counts }: RunStatus): string {
  const settled = total - counts.queued - counts.sending;
  return `${progressBar(settled, total)}  ${inDigits(settled)} of ${inDigits(total)}`;
}

/** Null for a run that sends nothing at the moment. */
function rateOf({ rate }: RunStatus): string | null {
  const sending = Object.entries(rate).filter(([, callsPerSecond]) => callsPerSecond > 0);
  if (sending.length === 0) return null;
  return sending.map(([action, calls]) => `${action} ${calls.toFixed(1)} calls a second`).join(', ');
}

function timeLeft({ etaSeconds }: RunStatus): string | null {
  return etaSeconds === null ? null : `about ${inTime(etaSeconds)}`;
}
