import { performance } from 'node:perf_hooks';
import type { Queue } from 'bullmq';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { type Counts, readCounts } from '../../shared/ledger/read-counts.ts';
import { parseLineName, shownLine } from '../../shared/line.ts';
import type { Log } from '../../shared/log.ts';
import { requeueRunAlone } from '../../shared/requeue.ts';

/** A run that is being worked, and what of it each line has. */
export interface WorkedRun {
  readonly run: string;
  readonly byLine: ReadonlyMap<string, Counts>;
}

/** Looks whether jobs were lost, and gives them back. Takes every run that is being worked. */
export type LostJobsLook = (runs: readonly WorkedRun[]) => Promise<void>;

/** While somebody queues or takes out, the number changes from one look to the next; what is lost stays lost. */
const looksUntilLost = 3;
/** Going through a million purchases takes a good part of it: not again at once, should that not have helped. */
const givenBackEveryMs = 60_000;

interface Shortage {
  readonly missing: number;
  /** How many looks in a row found just so many missing. */
  readonly looks: number;
}

/**
 * Finds queues that are empty, or that hold fewer jobs than the ledger has purchases for them: each of those has a job
 * from the moment it is queued until it is settled, whether it waits, is in hand, or is delivered again later. Counts
 * alone are read, so a look costs the same for ten purchases and ten million.
 */
export function createLostJobsLook(
  ledger: Ledger,
  queues: ReadonlyMap<string, Queue>,
  { log, nowMs = () => performance.now() }: { readonly log: Log; readonly nowMs?: () => number },
): LostJobsLook {
  const shortages = new Map<string, Shortage>();
  const givenBackAt = new Map<string, number>();

  /** Whether jobs are missing that nobody is about to give. */
  const isShort = async (line: string, jobs: number, runs: readonly WorkedRun[]): Promise<boolean> => {
    const missing = jobs < openOf(line, runs) ? openOf(line, await readAgain(ledger, runs)) - jobs : 0;
    const before = shortages.get(line);
    const looks = missing === before?.missing ? before.looks + 1 : 1;
    shortages.set(line, { missing, looks });
    if (missing <= 0 || looks < looksUntilLost) return false;
    if (nowMs() - (givenBackAt.get(line) ?? Number.NEGATIVE_INFINITY) < givenBackEveryMs) return false;
    log.warn(
      { ...shownLine(parseLineName(line)), missing },
      'Jobs were lost, their purchases are queued again',
    );
    return true;
  };

  return async (runs) => {
    for (const [line, queue] of queues) {
      const waiting = runs.filter(({ byLine }) => (byLine.get(line)?.queued ?? 0) > 0);
      if (waiting.length === 0) {
        shortages.delete(line);
        continue;
      }
      const jobs = await countJobs(queue);
      const isEmpty = jobs === 0;
      if (!isEmpty && !(await isShort(line, jobs, runs))) continue;
      for (const { run } of waiting) await requeueRunAlone(ledger, run, { keepsPlace: !isEmpty });
      if (!isEmpty) givenBackAt.set(line, nowMs());
    }
  };
}

/** Purchases of a line that have a job. */
function openOf(line: string, runs: readonly WorkedRun[]): number {
  return runs.reduce((sum, { byLine }) => {
    const { queued = 0, sending = 0 } = byLine.get(line) ?? {};
    return sum + queued + sending;
  }, 0);
}

/** Counted after the jobs: what was settled before they were counted has none, and is not among these. */
function readAgain(ledger: Ledger, runs: readonly WorkedRun[]): Promise<WorkedRun[]> {
  return Promise.all(runs.map(async ({ run }) => ({ run, ...(await readCounts(ledger, run)) })));
}

function countJobs(queue: Queue): Promise<number> {
  return queue.getJobCountByTypes('wait', 'active', 'delayed', 'prioritized');
}
