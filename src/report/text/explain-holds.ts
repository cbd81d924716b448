import { shownLineName } from '../../shared/line.ts';
import { releaseCommand } from '../../shared/release-command.ts';
import type { Hold } from '../../shared/run.ts';
import type { Colors } from './colors.ts';
import { printable } from './printable.ts';

/** Stopped lines as paragraphs: why, since when, and how to go on. */
export function explainHolds(holds: readonly Hold[], colors: Colors): string {
  return holds.map((hold) => explainHold(hold, colors)).join('');
}

function explainHold({ code, reason, since, ...line }: Hold, colors: Colors): string {
  const origin = code === 'Person' ? 'Stopped by hand' : `Code: ${printable(code)}`;
  return [
    `  ${colors.bold(shownLineName(line))} ${printable(reason)}\n`,
    `     ${colors.dim(`${origin}, since ${since}`)}\n`,
    `     Then go on with: ${colors.cyan(releaseCommand(line))}\n`,
  ].join('');
}
