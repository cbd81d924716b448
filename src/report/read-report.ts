import type { Ledger } from '../shared/ledger/ledger.ts';
import { readPurchases } from '../shared/ledger/read-purchases.ts';
import type { ReportLine } from '../shared/outcome.ts';
import { toReportLine } from './report-line.ts';

/** The report of a run, one line for each purchase, in row order. */
export async function* readReport(ledger: Ledger, run: string): AsyncGenerator<ReportLine> {
  for await (const record of readPurchases(ledger, run)) yield toReportLine(run, record);
}
