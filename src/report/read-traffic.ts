import type { Ledger } from '../shared/ledger/ledger.ts';
import { type RunCounts, readCounts } from '../shared/ledger/read-counts.ts';
import { listActiveRuns, type RunRecord, readRun } from '../shared/ledger/runs.ts';
import { type Line, lineName } from '../shared/line.ts';

/** A run that has purchases in the queues, and how far it is. */
export interface TrafficPart {
  readonly record: RunRecord;
  readonly counts: RunCounts;
}

/** Everything that waits in the queues now, run by run. */
export async function readTraffic(ledger: Ledger): Promise<TrafficPart[]> {
  const runs = await listActiveRuns(ledger);
  const parts = await Promise.all(
    runs.map(async (run) => {
      const record = await readRun(ledger, run);
      if (record?.phase !== 'running') return null;
      return { record, counts: await readCounts(ledger, run) };
    }),
  );
  return parts.filter((part) => part !== null);
}

/** Purchases of one line, of other runs, that are bought before those of a run that was queued at this moment. */
export function aheadOf(
  traffic: readonly TrafficPart[],
  line: Line,
  { run, queuedAtMs }: { readonly run: string; readonly queuedAtMs: number },
): number {
  return traffic
    .filter(({ record }) => record.run !== run && record.queuedAtMs < queuedAtMs)
    .reduce((sum, { counts }) => sum + unsettledOf(counts, line), 0);
}

/** Purchases of a line that are queued or being sent. */
export function unsettledOf({ byLine }: RunCounts, line: Line): number {
  const counts = byLine.get(lineName(line));
  return counts ? counts.queued + counts.sending : 0;
}
