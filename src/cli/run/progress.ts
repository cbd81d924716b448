import { inDigits, inPurchases, inTime } from '../../report/text/words.ts';
import type { RunCounts } from '../../shared/ledger/read-counts.ts';
import type { RunStatus } from '../../shared/run.ts';
import { createLiveText } from '../live-text.ts';
import { mayPaint, say } from '../terminal.ts';
import { progressText } from './progress-text.ts';

/** Shows on standard error how a run goes. */
export interface Progress {
  readonly show: (status: RunStatus, counts: RunCounts) => void;
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
    show: (status, counts) => live.show(progressText(status, counts, { isColor })),
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
    show: (status) => {
      unsaid = progressLine(status);
      if (Date.now() - saidAtMs < lineEveryMs) return;
      saidAtMs = Date.now();
      sayIt();
    },
    close: sayIt,
  };
}

function progressLine({ run, state, counts, total, etaSeconds }: RunStatus): string {
  const settled = total - counts.queued - counts.sending;
  const left = etaSeconds === null || state !== 'running' ? '' : `, about ${inTime(etaSeconds)} left`;
  const bad = (['failed', 'in-doubt'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `, ${inDigits(counts[name])} ${name}`)
    .join('');
  return `Run ${run} ${state}: ${inDigits(settled)} of ${inPurchases(total)}${bad}${left}`;
}
