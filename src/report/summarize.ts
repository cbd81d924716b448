import type { Position } from '../shared/purchase.ts';
import type { RunStatus } from '../shared/run.ts';
import { mayBeUnpaid } from './may-be-unpaid.ts';
import type { RunSummary } from './read-summary.ts';
import { actionTable } from './text/action-table.ts';
import { type Colors, colorsFor, type TextOptions } from './text/colors.ts';
import { deliverySection } from './text/delivery-section.ts';
import { explainDeeds } from './text/explain-deeds.ts';
import { explainErrors } from './text/explain-errors.ts';
import { explainHolds } from './text/explain-holds.ts';
import { followUpSection } from './text/follow-up-section.ts';
import { printable } from './text/printable.ts';
import { rowName } from './text/row-name.ts';
import { inDigits, inPurchases } from './text/words.ts';

/** What became of a run, for somebody who has to act on it: what was bought, what was not, and what to do now. */
export function summarize(summary: RunSummary, options: TextOptions): string {
  const colors = colorsFor(options);
  const { status, byLine, deeds } = summary;
  return [
    headline(status, colors),
    actionTable(byLine, status.counts, colors),
    deliverySection(status, colors),
    followUpSection(summary, colors),
    failedSection(summary, colors),
    doubtSection(summary, colors),
    cancelledSection(status),
    waitingSection(status),
    heldSection(status, colors),
    deeds.length > 0 ? `${colors.bold('Done by people')}\n${explainDeeds(deeds, colors)}` : '',
  ]
    .filter((section) => section !== '')
    .join('\n');
}

function headline({ run, name, manifest, counts, total }: RunStatus, colors: Colors): string {
  const title = [run, name, manifest].filter((part) => part !== null).map(printable);
  const bought = counts.succeeded + counts.skipped;
  const succeeded = counts.skipped > 0 ? 'succeeded or needed nothing.' : 'succeeded.';
  const verdict =
    bought === total
      ? colors.green(`${total === 1 ? 'The purchase' : `All ${inPurchases(total)}`} ${succeeded}`)
      : `${colors.bold(`${inDigits(bought)} of ${inPurchases(total)}`)} ${succeeded}`;
  return `${colors.bold(title.join(' · '))}\n${verdict}\n`;
}

function failedSection({ status, failures }: RunSummary, colors: Colors): string {
  const { run, counts } = status;
  if (counts.failed === 0) return '';
  // Whoever bought again what an order is left for would pay for both.
  const isUnpaid = mayBeUnpaid(status.errors);
  return [
    `${colors.red(`Failed: ${inPurchases(counts.failed)}`)}, surely not bought\n`,
    explainErrors(failures, colors),
    // The remedy of such a code speaks of an order; this says which command finds it.
    ...(isUnpaid
      ? [`  See first which orders are left to pay, and pay them: ${colors.cyan(`tcbatch unpaid ${run}`)}\n`]
      : []),
    `  Buy ${isUnpaid ? 'the others' : 'them'} again as they are: ${colors.cyan(`tcbatch retry ${run}`)}\n`,
    `  Get them as a manifest to correct: ${colors.cyan(`tcbatch report ${run} --state failed --format manifest`)}\n`,
  ].join('');
}

function doubtSection({ status, doubts, inDoubt }: RunSummary, colors: Colors): string {
  const { run, counts } = status;
  const [first] = inDoubt;
  if (counts['in-doubt'] === 0 || !first) return '';
  const resolve = `tcbatch resolve ${run} ${rowName(first)}`;
  return [
    `${colors.yellow(`In doubt: ${inPurchases(counts['in-doubt'])}`)}, perhaps bought; never sent again before that is known\n`,
    explainErrors(doubts, colors),
    `  Rows: ${rowNames(inDoubt, counts['in-doubt'])}\n`,
    `  Have them looked up: ${colors.cyan(`tcbatch reconcile ${run}`)}\n`,
    `  Have what is found not to be bought queued again: ${colors.cyan(`tcbatch reconcile ${run} --requeue-proved`)}\n`,
    `  Or say what you found: ${colors.cyan(`${resolve} --succeeded [--order-id ORDER]`)} or ${colors.cyan(`${resolve} --not-purchased`)}\n`,
  ].join('');
}

function cancelledSection({ counts }: RunStatus): string {
  return counts.cancelled === 0
    ? ''
    : `Cancelled: ${inPurchases(counts.cancelled)}, not bought and not to be\n`;
}

function waitingSection({ counts }: RunStatus): string {
  const waiting = counts.queued + counts.sending;
  return waiting === 0 ? '' : `Not settled yet: ${inPurchases(waiting)}, queued or being sent\n`;
}

function heldSection({ held }: RunStatus, colors: Colors): string {
  return held.length === 0 ? '' : `${colors.red('Stopped')}\n${explainHolds(held, colors)}`;
}

function rowNames(positions: readonly Position[], count: number): string {
  const names = positions.map(rowName).join(', ');
  const more = count - positions.length;
  return more > 0 ? `${names} and ${inDigits(more)} more` : names;
}
