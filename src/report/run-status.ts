import type { RunCounts } from '../shared/ledger/read-counts.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
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
    .reduce((sum, { line }) => sum + (counts.byAction.get(line.action)?.queued ?? 0), 0);
  const unsettled = counts.byState.queued + counts.byState.sending;
  const state = runStateOf({ phase: record.phase, unsettled, queuedBehindHold });
  const actions = [...new Set(record.lines.map(({ action }) => action))];
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
    rate: Object.fromEntries(actions.map((action) => [action, rounded(counts.rate[action] ?? 0)])),
    etaSeconds: secondsLeft(state, waitsOf(reading)),
    submittedAt: isoTime(record.submittedAtMs),
    startsAt: state === 'paused' && record.startsAtMs !== null ? isoTime(record.startsAtMs) : null,
    finishedAt: isOver && record.finishedAtMs !== null ? isoTime(record.finishedAtMs) : null,
  };
}

/** What each of its lines still has to do before the run is finished. */
export function waitsOf({ record, counts, outlooks, traffic }: RunReading): Wait[] {
  return outlooks.map(({ line, hold, callsPerSecond }) => ({
    action: line.action,
    unsettled: unsettledOf(counts, line.action),
    ahead: aheadOf(traffic, line.action, record),
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
