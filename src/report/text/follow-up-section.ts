import type { RunStatus } from '../../shared/run.ts';
import type { FollowUpReading } from '../read-follow-ups.ts';
import { actionTable } from './action-table.ts';
import type { Colors } from './colors.ts';
import { explainErrors } from './explain-errors.ts';
import { inDigits, inFollowUps } from './words.ts';

/** What became of all that follows purchases, and what to do where it failed; empty where nothing follows. */
export function followUpSection(
  { status, followUps }: { readonly status: RunStatus; readonly followUps: FollowUpReading | null },
  colors: Colors,
): string {
  const told = status.followUps;
  if (!told || followUps === null) return '';
  const { counts, errors, total } = told;
  const done = counts.succeeded + counts.skipped;
  return [
    `${colors.bold('After the purchases')}: ${inDigits(done)} of ${inFollowUps(total)} succeeded\n`,
    followUps.counts.byLine.size > 0 ? actionTable(followUps.counts.byLine, counts, colors) : '',
    errors.length > 0 ? explainErrors(errors, colors) : '',
    counts.failed > 0
      ? `  Try them again, and buy nothing: ${colors.cyan(`tcbatch retry ${status.run} --follow-ups`)}\n`
      : '',
  ].join('');
}
