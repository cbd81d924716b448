import type { z } from 'zod';
import { knownRun } from '../../control/act.ts';
import { withFollowUps } from '../../report/join-follow-ups.ts';
import { toReportLine } from '../../report/report-line.ts';
import { readAudit } from '../../shared/ledger/audit.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { type History, readHistory } from '../../shared/ledger/read-history.ts';
import { readPurchase } from '../../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import type { Position } from '../../shared/purchase.ts';
import { RequestProblem } from '../server/problem.ts';
import type { purchaseDetailShape } from '../shapes/purchase.ts';

type PurchaseDetail = z.infer<typeof purchaseDetailShape>;

/** One purchase with all that is known of it. Throws a problem where there is none. */
export async function readDetail(
  ledger: Ledger,
  { run, row, index }: Position & { readonly run: string },
): Promise<PurchaseDetail> {
  const runRecord = await knownRun(ledger, run);
  const position = { row, index };
  const [record, history, audit] = await Promise.all([
    readPurchase(ledger, run, position),
    readHistory(ledger, run, position),
    readAudit(ledger, run),
  ]);
  if (!record || !history) throw unknownPurchase(run, position);
  const [followed] = await withFollowUps(ledger, runRecord, [record]);
  return {
    purchase: toReportLine(run, followed ?? record),
    worker: record.worker,
    deadline: isoTime(record.deadlineMs),
    firstSentAt: isoTime(record.firstSentAtMs),
    history: history.steps.map(({ atMs, ...step }) => ({ at: new Date(atMs).toISOString(), ...step })),
    isHistoryWhole: history.steps.filter(({ to }) => to === 'sending').length >= record.attempts,
    evidence: evidenceOf(record, history),
    deeds: audit.filter(({ what }) => what.startsWith(`resolve ${row}.${index} `)),
  };
}

function evidenceOf(record: PurchaseRecord, history: History): PurchaseDetail['evidence'] {
  if (record.state !== 'in-doubt') return null;
  return {
    looks: history.looks,
    firstLookAt: isoTime(history.firstLookAtMs),
    seen: record.errorMessage,
    earlierTraceIds: history.earlierAttemptIds,
  };
}

function isoTime(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}

function unknownPurchase(run: string, { row, index }: Position): RequestProblem {
  return new RequestProblem(
    404,
    'unknown-purchase',
    `Cannot find purchase as run ${run} has none there: got row ${row}.${index}`,
  );
}
