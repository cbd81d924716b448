import type { RunCounts } from '../shared/ledger/read-counts.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import { type Line, lineName } from '../shared/line.ts';
import type { FollowUpStatus, RunStatus } from '../shared/run.ts';
import { groupErrors } from './error-groups.ts';
import type { FollowUpReading } from './read-follow-ups.ts';
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
  /** Null where nothing follows the run's purchases. */
  readonly followUps: FollowUpReading | null;
}

/** A run as `status` shows it, from what the ledger holds of it. */
export function runStatus(reading: RunReading): RunStatus {
  const { record, counts, followUps } = reading;
  const parts = followUps === null ? [reading] : [reading, followUps];
  const queuedBehindHold = sum(parts.map(behindHold));
  const unsettled = sum(parts.map((part) => part.counts.byState.queued + part.counts.byState.sending));
  const state = runStateOf({ phase: record.phase, unsettled, queuedBehindHold });
  const isOver = state === 'finished' || state === 'cancelled';
  const finishedAtMs = isOver ? lastOf(parts) : null;
  return {
    run: record.run,
    name: record.name,
    labels: record.labels,
    manifest: record.manifest,
    state,
    total: record.total,
    counts: counts.byState,
    errors: groupErrors(counts.errors),
    pendingDeliveries: counts.pendingDeliveries,
    held: parts.flatMap((part) => part.outlooks).flatMap(({ hold }) => hold ?? []),
    rate: {
      ...ratesOf(record.lines, counts),
      ...(followUps && ratesOf(linesIn(followUps), followUps.counts)),
    },
    etaSeconds: secondsLeft(state, waitsOf(reading)),
    submittedAt: isoTime(record.submittedAtMs),
    startsAt: state === 'paused' && record.startsAtMs !== null ? isoTime(record.startsAtMs) : null,
    finishedAt: finishedAtMs === null ? null : isoTime(finishedAtMs),
    ...(followUps && { followUps: followUpStatus(record, followUps) }),
  };
}

type Part = Pick<RunReading, 'record' | 'counts' | 'outlooks'>;

function behindHold({ counts, outlooks }: Part): number {
  const held = outlooks.filter(({ hold }) => hold !== null);
  return sum(held.map(({ line }) => counts.byLine.get(lineName(line))?.queued ?? 0));
}

/** A run is finished with the last of its parts; what nothing was ever added to has no end of its own. */
function lastOf(parts: readonly Part[]): number | null {
  if (parts[0]?.record.finishedAtMs == null) return null;
  return Math.max(...parts.map(({ record }) => record.finishedAtMs ?? 0));
}

function linesIn({ outlooks }: FollowUpReading): Line[] {
  return outlooks.map(({ line }) => line);
}

function ratesOf(lines: readonly Line[], { rate }: RunCounts): Record<string, number> {
  return Object.fromEntries(lines.map(lineName).map((line) => [line, rounded(rate[line] ?? 0)]));
}

function followUpStatus({ followUps }: RunRecord, { counts }: FollowUpReading): FollowUpStatus {
  return {
    total: sum(Object.values(followUps)),
    counts: counts.byState,
    errors: groupErrors(counts.errors),
  };
}

/** What each of its lines still has to do before the run is finished. */
export function waitsOf(reading: RunReading): Wait[] {
  const { record, counts, outlooks, traffic, followUps } = reading;
  const own = outlooks.map((outlook) => waitOf(outlook, unsettledOf(counts, outlook.line), reading));
  if (followUps === null) return own;
  const unbought = sum(own.map(({ unsettled }) => unsettled));
  const next = followUps.outlooks.map((outlook) => {
    const name = lineName(outlook.line);
    const added = sum(Object.values(followUps.counts.byLine.get(name) ?? {}));
    const toCome = Math.min(unbought, Math.max(0, (record.followUps[name] ?? 0) - added));
    const unsettled = unsettledOf(followUps.counts, outlook.line) + toCome;
    return waitOf(outlook, unsettled, { record: followUps.record, traffic });
  });
  return [...own, ...next];
}

function waitOf(
  { line, hold, callsPerSecond }: LineOutlook,
  unsettled: number,
  { record, traffic }: Pick<RunReading, 'record' | 'traffic'>,
): Wait {
  return { line, unsettled, ahead: aheadOf(traffic, line, record), callsPerSecond, isHeld: hold !== null };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

function rounded(callsPerSecond: number): number {
  return Math.round(callsPerSecond * 100) / 100;
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
