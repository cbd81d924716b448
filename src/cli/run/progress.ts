import type { StatusReading } from '../../report/read-status.ts';
import { timeLeftText } from '../../report/text/time-left-text.ts';
import { inDigits, inPurchases } from '../../report/text/words.ts';
import { createLiveText } from '../live-text.ts';
import { mayPaint, say } from '../terminal.ts';
import { progressText } from './progress-text.ts';

/** Shows on standard error how a run goes. */
export interface Progress {
  readonly show: (reading: StatusReading) => void;
  readonly close: () => void;
}

/** Without a terminal a line now and then will do, as it ends up in a log. */
const lineEveryMs = 5_000;

/** Bars that are drawn over each other on a terminal, and lines in a log elsewhere. */
export function startProgress(): Progress {
  const { stderr } = process;
  return stderr.isTTY && process.env.TERM !== 'dumb' ? barsOn(stderr) : linesInLog();
}

function barsOn(terminal: typeof process.stderr): Progress {
  const live = createLiveText(terminal);
  const isColor = mayPaint(terminal);
  return {
    show: (reading) => live.show(progressText(reading, { isColor })),
    close: () => {
      live.clear();
      live.close();
    },
  };
}

function linesInLog(): Progress {
  let saidAtMs = 0;
  let unsaid: string | null = null;
  const sayIt = () => {
    if (unsaid !== null) say(unsaid);
    unsaid = null;
  };
  return {
    show: (reading) => {
      unsaid = progressLine(reading);
      if (Date.now() - saidAtMs < lineEveryMs) return;
      saidAtMs = Date.now();
      sayIt();
    },
    close: sayIt,
  };
}

function progressLine(reading: StatusReading): string {
  const { run, state, counts, total } = reading.status;
  const settled = total - counts.queued - counts.sending;
  const left = timeLeftText(reading);
  const bad = (['failed', 'in-doubt'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `, ${inDigits(counts[name])} ${name}`)
    .join('');
  return `Run ${run} ${state}: ${inDigits(settled)} of ${inPurchases(total)}${bad}${left === null ? '' : `, time left: ${left}`}`;
}
