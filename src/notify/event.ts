import { createHash } from 'node:crypto';
import type { Counts } from '../shared/ledger/read-counts.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import { type ShownLine, shownLineName } from '../shared/line.ts';
import type { PurchaseState } from '../shared/outcome.ts';
import { releaseCommand } from '../shared/release-command.ts';
import type { Hold, RunStatus } from '../shared/run.ts';

/** Something that people are told. The shape is promised to users. Times are ISO 8601 UTC. */
export interface NotifyEvent {
  /** The same however often it is delivered, and for whoever finds it. */
  readonly id: string;
  readonly type: 'run.finished' | 'line.held' | 'purchases.in-doubt' | 'test';
  readonly at: string;
  /** What happened, in a sentence, and what to do. */
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

type RunFacts = Pick<RunStatus, 'run' | 'name' | 'labels' | 'manifest' | 'total'>;

/** Nothing of a run is left to be sent. */
export function runFinished(record: RunRecord, counts: Counts, finishedAtMs: number): NotifyEvent {
  const state = record.phase === 'cancelled' ? 'cancelled' : 'finished';
  const at = isoTime(finishedAtMs);
  return {
    id: `finished-${record.run}-${finishedAtMs}`,
    type: 'run.finished',
    at,
    text: `Run ${titleOf(record)} is ${state}: ${countsText(counts)} of ${record.total}.${adviceFor(counts, record.run)}`,
    data: {
      ...factsOf(record),
      state,
      counts,
      submittedAt: isoTime(record.submittedAtMs),
      finishedAt: at,
    },
  };
}

/** A line stopped, and waits for a person. */
export function lineHeld({ code, reason, since, ...line }: Hold & ShownLine): NotifyEvent {
  const name = shownLineName(line);
  return {
    id: `held-${name}-${Date.parse(since)}`,
    type: 'line.held',
    at: since,
    text: `${name} is held (${code}): ${reason} \`${releaseCommand(line)}\` goes on once that is mended.`,
    data: { ...line, code, reason, since },
  };
}

/** A purchase that is in doubt, by the attempt that left it so. */
export interface OldDoubt {
  readonly row: number;
  readonly index: number;
  readonly attemptId: string;
  readonly errorCode: string | null;
  readonly sentAtMs: number;
}

/** Purchases of a run whose doubt no look has settled for long. */
export function inDoubtForLong(record: RunRecord, doubts: readonly OldDoubt[], nowMs: number): NotifyEvent {
  const digest = createHash('sha256').update(doubts.map(nameOfDoubt).sort().join(' ')).digest('hex');
  const count = doubts.length;
  return {
    id: `doubt-${record.run}-${digest.slice(0, 16)}`,
    type: 'purchases.in-doubt',
    at: isoTime(nowMs),
    text: `Run ${titleOf(record)}: of ${count} ${count === 1 ? 'purchase' : 'purchases'} nobody knows whether ${count === 1 ? 'it was' : 'they were'} bought. See \`tcbatch report ${record.run} --state in-doubt\`.`,
    data: {
      ...factsOf(record),
      count,
      purchases: doubts.slice(0, mostNamed).map(({ row, index, errorCode, sentAtMs }) => ({
        row,
        index,
        errorCode,
        sentAt: isoTime(sentAtMs),
      })),
    },
  };
}

const mostNamed = 20;

/** Names a doubt over all runs' purchases and attempts. */
export function nameOfDoubt({ row, index, attemptId }: OldDoubt): string {
  return `${row}.${index}/${attemptId}`;
}

/** Nothing happened; somebody wants to see that they would be told. */
export function testEvent(nowMs: number): NotifyEvent {
  const text = 'This is a test of tcbatch: whoever reads it would be told when a run is finished.';
  return { id: `test-${nowMs}`, type: 'test', at: isoTime(nowMs), text, data: {} };
}

function factsOf({ run, name, labels, manifest, total }: RunRecord): RunFacts {
  return { run, name, labels, manifest, total };
}

function titleOf({ run, name }: RunRecord): string {
  return name === null ? run : `"${name}" (${run})`;
}

function countsText(counts: Counts): string {
  const shown = (Object.entries(counts) as [PurchaseState, number][]).filter(([, count]) => count > 0);
  return shown.map(([state, count]) => `${count} ${state}`).join(', ');
}

function adviceFor(counts: Counts, run: string): string {
  if (counts['in-doubt'] > 0) return ` Settle what is in doubt: \`tcbatch report ${run} --state in-doubt\`.`;
  return counts.failed > 0 ? ` See \`tcbatch report ${run} --state failed\`.` : '';
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
