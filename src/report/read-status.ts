import { fitsLabels, type LabelFilter } from '../shared/labels.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readCounts } from '../shared/ledger/read-counts.ts';
import { hasFollowUps, listRuns, type RunRecord, readRun } from '../shared/ledger/runs.ts';
import type { RunStatus } from '../shared/run.ts';
import { readFollowUps } from './read-follow-ups.ts';
import { readLineOutlook } from './read-line-outlook.ts';
import { readTraffic, type TrafficPart } from './read-traffic.ts';
import { type RunReading, runStatus, waitsOf } from './run-status.ts';
import type { Wait } from './time-left.ts';

/** The status of a run; null for one nobody knows. Costs the same for ten purchases and ten million. */
export async function readStatus(ledger: Ledger, run: string): Promise<RunStatus | null> {
  const record = await readRun(ledger, run);
  return record ? (await readStatusOf(ledger, record)).status : null;
}

/** The status of every run, or of those with certain labels, newest first. */
export async function readStatuses(
  ledger: Ledger,
  filters: readonly LabelFilter[] = [],
): Promise<RunStatus[]> {
  const [runs, traffic] = await Promise.all([listRuns(ledger), readTraffic(ledger)]);
  const statuses = await Promise.all(
    runs.map(async (run) => {
      const record = await readRun(ledger, run);
      return record && fitsLabels(record.labels, filters)
        ? (await readStatusAmid(ledger, record, traffic)).status
        : null;
    }),
  );
  // A run is listed a moment before it is written down.
  return statuses.filter((status) => status !== null);
}

/** A run's status, and what it was made from. */
export interface StatusReading extends RunReading {
  readonly status: RunStatus;
  /** What each of its lines still has to do. */
  readonly waits: readonly Wait[];
}

/** The status of a run that was read already. */
export async function readStatusOf(ledger: Ledger, record: RunRecord): Promise<StatusReading> {
  // A finished run waits for nothing, unless something follows its purchases.
  const traffic = record.finishedAtMs === null || hasFollowUps(record) ? await readTraffic(ledger) : [];
  return readStatusAmid(ledger, record, traffic);
}

async function readStatusAmid(
  ledger: Ledger,
  record: RunRecord,
  traffic: readonly TrafficPart[],
): Promise<StatusReading> {
  const [counts, followUps, outlooks] = await Promise.all([
    readCounts(ledger, record.run),
    readFollowUps(ledger, record, traffic),
    Promise.all(record.lines.map((line) => readLineOutlook(ledger, line, traffic))),
  ]);
  const reading = { record, counts, outlooks, traffic, followUps };
  return { ...reading, status: runStatus(reading), waits: waitsOf(reading) };
}
