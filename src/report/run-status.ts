import type { RunCounts } from '../shared/ledger/read-counts.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import { lineName } from '../shared/line.ts';
import type { RunStatus } from '../shared/run.ts';
import { groupErrors } from './error-groups.ts';
import type { LineOutlook } from './read-line-outlook.ts';
import { aheadOf, type TrafficPart, unsettledOf } from './read-traffic.ts';
import { runStateOf } from './run-state.ts';
import { secondsLeft, type Wait } from './time-left.ts';

/** What the status of a run follows from. */
export interface RunReading {
  readonly record: RunRecord;
  readonly counts: RunCounts;
  /** Of the run's own lines. */
  readonly outlooks: readonly LineOutlook[];
  /** All that is in the queues. */
  readonly traffic: readonly TrafficPart[];
}

/** A run as `status` shows it, from what the ledger holds of it. */
export function runStatus(reading: RunReading): RunStatus {
  const { record, counts, outlooks } = reading;
  const queuedBehindHold = outlooks
    .filter(({ hold }) => hold !== null)
    .reduce((sum, { line }) => sum + (counts.byLine.get(lineName(line))?.queued ?? 0), 0);
  const unsettled = counts.byState.queued + counts.byState.sending;
  const state = runStateOf({ phase: record.phase, unsettled, queuedBehindHold });
  const lines = record.lines.map(lineName);
  const isOver = state === 'finished' || state === 'cancelled';
  return {
    run: record.run,
    name: record.name,
    labels: record.labels,
    manifest: record.manifest,
    state,
    total: record.total,
    counts: counts.byState,
    errors: groupErrors(counts.errors),
    held: outlooks.flatMap(({ hold }) => hold ?? []),
    rate: Object.fromEntries(lines.map((line) => [line, rounded(counts.rate[line] ?? 0)])),
    etaSeconds: secondsLeft(state, waitsOf(reading)),
    submittedAt: isoTime(record.submittedAtMs),
    startsAt: state === 'paused' && record.startsAtMs !== null ? isoTime(record.startsAtMs) : null,
    finishedAt: isOver && record.finishedAtMs !== null ? isoTime(record.finishedAtMs) : null,
  };
}

/** What each of its lines still has to do before the run is finished. */
export function waitsOf({ record, counts, outlooks, traffic }: RunReading): Wait[] {
  return outlooks.map(({ line, hold, callsPerSecond }) => ({
    line,
    unsettled: unsettledOf(counts, line),
    ahead: aheadOf(traffic, line, record),
    callsPerSecond,
    isHeld: hold !== null,
  }));
}

function rounded(callsPerSecond: number): number {
  return Math.round(callsPerSecond * 100) / 100;
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
