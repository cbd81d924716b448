import type { Ledger } from '../shared/ledger/ledger.ts';
import { readHold } from '../shared/ledger/line-hold.ts';
import { type RunCounts, readCounts } from '../shared/ledger/read-counts.ts';
import { listRuns, type RunRecord, readRun } from '../shared/ledger/runs.ts';
import type { RunStatus } from '../shared/run.ts';
import { runStatus } from './run-status.ts';

/** The status of a run; null for one nobody knows. Costs the same for ten purchases and ten million. */
export async function readStatus(ledger: Ledger, run: string): Promise<RunStatus | null> {
  const record = await readRun(ledger, run);
  return record ? (await readStatusOf(ledger, record)).status : null;
}

/** The status of every run, newest first. */
export async function readStatuses(ledger: Ledger): Promise<RunStatus[]> {
  const runs = await listRuns(ledger);
  const statuses = await Promise.all(runs.map((run) => readStatus(ledger, run)));
  // A run is listed a moment before it is written down.
  return statuses.filter((status) => status !== null);
}

/** The status of a run that was read already, with the counts it was made from. */
export async function readStatusOf(
  ledger: Ledger,
  record: RunRecord,
): Promise<{ readonly status: RunStatus; readonly counts: RunCounts }> {
  const [counts, lines] = await Promise.all([
    readCounts(ledger, record.run),
    Promise.all(record.lines.map(async (line) => ({ line, hold: await readHold(ledger, line) }))),
  ]);
  return { status: runStatus(record, counts, lines), counts };
}
