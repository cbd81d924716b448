import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { Counts } from '../../shared/ledger/read-counts.ts';
import { readRun } from '../../shared/ledger/runs.ts';
import type { Line } from '../../shared/line.ts';
import type { RunState } from '../../shared/run.ts';
import { readStatusOf } from '../read-status.ts';
import { oldestDoubts } from './oldest-doubts.ts';

/** What one run adds to the sums over all runs. */
export interface RunSum {
  readonly state: RunState;
  readonly lines: readonly Line[];
  /** By line. */
  readonly counts: ReadonlyMap<string, Counts>;
  /** By line: when its oldest purchase in doubt was sent. */
  readonly doubtsSinceMs: ReadonlyMap<string, number>;
}

/** Reads what a run adds; null for one that nobody knows, or that is being discarded. */
export async function readRunSum(ledger: Ledger, run: string): Promise<RunSum | null> {
  const record = await readRun(ledger, run);
  if (!record) return null;
  const { status, counts } = await readStatusOf(ledger, record);
  const isInDoubt = counts.byState['in-doubt'] > 0;
  return {
    state: status.state,
    lines: record.lines,
    counts: counts.byLine,
    doubtsSinceMs: isInDoubt ? await oldestDoubts(ledger, run) : new Map(),
  };
}
