import { performance } from 'node:perf_hooks';
import { lineRate } from '../../shared/hands-needed.ts';
import { readCrew } from '../../shared/ledger/crew.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { readHold } from '../../shared/ledger/line-hold.ts';
import { readLineRate } from '../../shared/ledger/line-rate.ts';
import { type Line, lineName } from '../../shared/line.ts';
import { withQueue } from '../../shared/queues.ts';
import type { LineActivity } from '../metrics/metered-line.ts';
import { isProgressDue, judgeProgress, type LineSight, type Progress } from './judge-progress.ts';

export interface WatchedLine {
  readonly line: Line;
  readonly activity: LineActivity;
}

export interface ProgressWatchOptions {
  readonly ledger: Ledger;
  readonly lines: readonly WatchedLine[];
  readonly callTimeoutMs: number;
  /** The clock of `LineActivity`. */
  readonly nowMs?: () => number;
}

export interface LineProgress {
  /** The line's name. */
  readonly line: string;
  readonly progress: Progress;
  /** How long it has been due. */
  readonly quietMs: number;
}

/** Tells, each time that it is called, how this worker gets on with each of its lines. */
export function createProgressWatch(options: ProgressWatchOptions): () => Promise<LineProgress[]> {
  const watches = options.lines.map((watched) => watchLine(watched, options));
  return () => Promise.all(watches.map((look) => look()));
}

function watchLine(
  { line, activity }: WatchedLine,
  { ledger, callTimeoutMs, nowMs: now = () => performance.now() }: ProgressWatchOptions,
): () => Promise<LineProgress> {
  // A worker that had nothing to do has not been slow at it.
  let dueSinceMs: number | null = null;
  return async () => {
    const [hold, setByHand, crew, waiting] = await Promise.all([
      readHold(ledger, line),
      readLineRate(ledger, line),
      readCrew(ledger, line),
      withQueue(ledger.redis, ledger.prefix, line, (queue) =>
        queue.getJobCountByTypes('waiting', 'prioritized'),
      ),
    ]);
    const nowMs = now();
    const sight: LineSight = {
      waiting,
      inHand: activity.inHand(),
      isHeld: hold !== null,
      quietMs: nowMs - Math.max(activity.lastProgressMs(), dueSinceMs ?? nowMs),
      callsPerSecond: lineRate(crew, setByHand),
      workers: crew.length,
      callTimeoutMs,
    };
    dueSinceMs = isProgressDue(sight) ? (dueSinceMs ?? nowMs) : null;
    return { line: lineName(line), progress: judgeProgress(sight), quietMs: Math.round(sight.quietMs) };
  };
}
