import type { Ledger } from '../shared/ledger/ledger.ts';
import { readPurchaseBatches } from '../shared/ledger/read-purchases.ts';
import type { ReportLine } from '../shared/outcome.ts';
import type { FollowedPurchase } from './follow-up.ts';
import { toReportLine } from './report-line.ts';

/** The report of a run, one line for each purchase, in row order. */
export function readReport(ledger: Ledger, run: string): AsyncGenerator<ReportLine> {
  return reportLines(run, readPurchaseBatches(ledger, run));
}

/** A report line for each purchase of the batches. */
export async function* reportLines(
  run: string,
  batches: AsyncIterable<readonly FollowedPurchase[]>,
): AsyncGenerator<ReportLine> {
  for await (const batch of batches) {
    for (const record of batch) yield toReportLine(run, record);
  }
}
