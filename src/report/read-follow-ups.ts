import { companionOf } from '../shared/follow-ups/companion.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { type RunCounts, readCounts } from '../shared/ledger/read-counts.ts';
import { readOpenQuestions } from '../shared/ledger/read-purchases.ts';
import { hasFollowUps, type RunRecord, readRun } from '../shared/ledger/runs.ts';
import { parseLineName } from '../shared/line.ts';
import { type LineOutlook, readLineOutlook } from './read-line-outlook.ts';
import type { TrafficPart } from './read-traffic.ts';

/** How what follows the purchases of a run stands. */
export interface FollowUpReading {
  /** Of the companion run. */
  readonly record: RunRecord;
  readonly counts: RunCounts;
  readonly outlooks: readonly LineOutlook[];
  /** Something is left that only the provider can tell. */
  readonly hasQuestions: boolean;
}

/** Reads how what follows a run's purchases stands; null where nothing does. */
export async function readFollowUps(
  ledger: Ledger,
  record: RunRecord,
  traffic: readonly TrafficPart[],
): Promise<FollowUpReading | null> {
  if (!hasFollowUps(record)) return null;
  const run = companionOf(record.run);
  const lines = Object.keys(record.followUps).map(parseLineName);
  const [companion, counts, questions, outlooks] = await Promise.all([
    readRun(ledger, run),
    readCounts(ledger, run),
    readOpenQuestions(ledger, run),
    Promise.all(lines.map((line) => readLineOutlook(ledger, line, traffic))),
  ]);
  return companion && { record: companion, counts, outlooks, hasQuestions: questions.length > 0 };
}
