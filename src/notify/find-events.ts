import { notifyKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readHold } from '../shared/ledger/line-hold.ts';
import { readCounts } from '../shared/ledger/read-counts.ts';
import { readOpenQuestions, readPurchase } from '../shared/ledger/read-purchases.ts';
import { endWatch, listActiveRuns, listWatchedRuns, type RunRecord, readRun } from '../shared/ledger/runs.ts';
import { type Line, lineName } from '../shared/line.ts';
import {
  inDoubtForLong,
  lineHeld,
  type NotifyEvent,
  nameOfDoubt,
  type OldDoubt,
  runFinished,
} from './event.ts';

/** Whoever switches this on is not told what happened long ago. */
const tooOldMs = 86_400_000;
/** More are told of the next time. */
const doubtsRead = 200;

/** What may be done about an event once it is surely written down. */
export interface FoundEvent {
  readonly event: NotifyEvent;
  readonly noteFound: () => Promise<void>;
}

/** Finds what people are to be told. An event is found again until it is noted; its id stays the same. */
export async function* findEvents(ledger: Ledger, doubtMinutes: number): AsyncGenerator<FoundEvent> {
  const active = new Set(await listActiveRuns(ledger));
  const lines = new Map<string, Line>();
  for (const run of await listWatchedRuns(ledger)) {
    const record = await readRun(ledger, run);
    for (const line of record?.lines ?? []) lines.set(lineName(line), line);
    if (record) {
      yield* runEvents(ledger, record);
      yield* doubtEvents(ledger, record, doubtMinutes);
    }
    const isOver = record === null || record.finishedAtMs !== null;
    if (isOver && !active.has(run)) await endWatch(ledger, run);
  }
  for (const line of lines.values()) yield* holdEvents(ledger, line);
}

async function* runEvents(ledger: Ledger, record: RunRecord): AsyncGenerator<FoundEvent> {
  const { finishedAtMs } = record;
  if (finishedAtMs === null || record.phase === 'archived' || isTooOld(finishedAtMs)) return;
  const { byState } = await readCounts(ledger, record.run);
  yield { event: runFinished(record, byState, finishedAtMs), noteFound: async () => {} };
}

async function* holdEvents(ledger: Ledger, line: Line): AsyncGenerator<FoundEvent> {
  const hold = await readHold(ledger, line);
  if (hold && !isTooOld(Date.parse(hold.since))) yield { event: lineHeld(hold), noteFound: async () => {} };
}

async function* doubtEvents(
  ledger: Ledger,
  record: RunRecord,
  doubtMinutes: number,
): AsyncGenerator<FoundEvent> {
  const nowMs = Date.now();
  const old = (await readDoubts(ledger, record.run)).filter(
    ({ sentAtMs }) =>
      sentAtMs <= nowMs - doubtMinutes * 60_000 && !isTooOld(sentAtMs + doubtMinutes * 60_000),
  );
  const { doubts: key } = notifyKeys(ledger.prefix);
  const told = await Promise.all(old.map((doubt) => ledger.redis.zscore(key, memberFor(record.run, doubt))));
  const fresh = old.filter((_, i) => told[i] === null);
  if (fresh.length === 0) return;
  yield {
    event: inDoubtForLong(record, fresh, nowMs),
    noteFound: async () => {
      await ledger.redis.zremrangebyscore(key, '-inf', nowMs - 2 * tooOldMs - doubtMinutes * 60_000);
      for (const doubt of fresh) await ledger.redis.zadd(key, nowMs, memberFor(record.run, doubt));
    },
  };
}

async function readDoubts(ledger: Ledger, run: string): Promise<OldDoubt[]> {
  const positions = (await readOpenQuestions(ledger, run)).slice(0, doubtsRead);
  const records = await Promise.all(positions.map((position) => readPurchase(ledger, run, position)));
  return records.flatMap((record) => {
    if (record?.state !== 'in-doubt' || record.attemptId === null || record.sentAtMs === null) return [];
    const { row, index, attemptId, errorCode, sentAtMs } = record;
    return [{ row, index, attemptId, errorCode, sentAtMs }];
  });
}

function memberFor(run: string, doubt: OldDoubt): string {
  return `${run}/${nameOfDoubt(doubt)}`;
}

function isTooOld(timeMs: number): boolean {
  return timeMs < Date.now() - tooOldMs;
}
