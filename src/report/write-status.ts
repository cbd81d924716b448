import { lineName } from '../shared/line.ts';
import type { RunStatus } from '../shared/run.ts';
import type { RunStanding } from './read-standing.ts';
import { actionTable } from './text/action-table.ts';
import { type Colors, colorsFor, type TextOptions } from './text/colors.ts';
import { deliverySection } from './text/delivery-section.ts';
import { explainDeeds } from './text/explain-deeds.ts';
import { explainErrors } from './text/explain-errors.ts';
import { explainHolds } from './text/explain-holds.ts';
import { followUpSection } from './text/follow-up-section.ts';
import { labelsText } from './text/labels-text.ts';
import { paintOf } from './text/paint-state.ts';
import { printable } from './text/printable.ts';
import { progressBar } from './text/progress-bar.ts';
import { rateText } from './text/rate-text.ts';
import { timeLeftText } from './text/time-left-text.ts';
import { inDigits } from './text/words.ts';

/** Where a run stands, as `status RUN` shows it. */
export function writeStatus(standing: RunStanding, options: TextOptions): string {
  const { status, byLine, deeds } = standing;
  const colors = colorsFor(options);
  return [
    factLines(standing, colors),
    actionTable(byLine, status.counts, colors),
    deliverySection(status, colors),
    followUpSection(standing, colors),
    status.errors.length > 0 ? `${colors.bold('Errors')}\n${explainErrors(status.errors, colors)}` : '',
    status.held.length > 0 ? `${colors.red('Stopped')}\n${explainHolds(status.held, colors)}` : '',
    deeds.length > 0 ? `${colors.bold('Done by people')}\n${explainDeeds(deeds, colors)}` : '',
  ]
    .filter((section) => section !== '')
    .join('\n');
}

function factLines(standing: RunStanding, colors: Colors): string {
  const { status } = standing;
  const facts: readonly (readonly [name: string, fact: string | null])[] = [
    ['run', colors.bold(status.run)],
    ['name', status.name && printable(status.name)],
    ['labels', labelsText(status.labels) || null],
    ['manifest', printable(status.manifest)],
    ['state', paintOf(status.state, colors)(status.state)],
    ['progress', progressOf(status)],
    ['rate', rateOf(standing)],
    ['time left', timeLeftText(standing)],
    ['submitted', status.submittedAt],
    ['starts', status.startsAt],
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

/** Null for a run that sends nothing at the moment, and that nobody slowed down. */
function rateOf({ status, outlooks }: RunStanding): string | null {
  const isOver = status.state === 'finished' || status.state === 'cancelled';
  const told = outlooks.filter(
    ({ line, setByHand, widening }) =>
      (status.rate[lineName(line)] ?? 0) > 0 || (!isOver && (setByHand !== null || widening > 1)),
  );
  if (told.length === 0) return null;
  return told
    .map((outlook) => {
      const name = lineName(outlook.line);
      return `${name} ${rateText(status.rate[name] ?? 0, outlook)}`;
    })
    .join(', ');
}
