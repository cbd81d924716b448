import type { RunCounts } from '../shared/ledger/read-counts.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import type { Line } from '../shared/line.ts';
import type { Hold, RunStatus } from '../shared/run.ts';
import { groupErrors } from './error-groups.ts';
import { runStateOf } from './run-state.ts';
import { secondsLeft } from './time-left.ts';

/** A line of a run, and why it is held if it is. */
export interface LineHold {
  readonly line: Line;
  readonly hold: Hold | null;
}

/** A run as `status` shows it, from what the ledger holds of it. */
export function runStatus(record: RunRecord, counts: RunCounts, lines: readonly LineHold[]): RunStatus {
  const queuedOf = (action: string) => counts.byAction.get(action)?.queued ?? 0;
  const sendingOf = (action: string) => counts.byAction.get(action)?.sending ?? 0;
  const queuedBehindHold = lines
    .filter(({ hold }) => hold !== null)
    .reduce((sum, { line }) => sum + queuedOf(line.action), 0);
  const unsettled = counts.byState.queued + counts.byState.sending;
  const state = runStateOf({ phase: record.phase, unsettled, queuedBehindHold });
  const actions = [...new Set(record.lines.map(({ action }) => action))];
  const loads = actions.map((action) => ({
    unsettled: queuedOf(action) + sendingOf(action),
    callsPerSecond: counts.rate[action] ?? 0,
  }));
  const isOver = state === 'finished' || state === 'cancelled';
  return {
    run: record.run,
    name: record.name,
    manifest: record.manifest,
    state,
    total: record.total,
    counts: counts.byState,
    errors: groupErrors(counts.errors),
    held: lines.flatMap(({ hold }) => hold ?? []),
    rate: Object.fromEntries(actions.map((action) => [action, rounded(counts.rate[action] ?? 0)])),
    etaSeconds: secondsLeft(state, loads),
    submittedAt: isoTime(record.submittedAtMs),
    finishedAt: isOver && record.finishedAtMs !== null ? isoTime(record.finishedAtMs) : null,
  };
}

function rounded(callsPerSecond: number): number {
  return Math.round(callsPerSecond * 100) / 100;
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
