import type { Ledger } from '../shared/ledger/ledger.ts';
import { readPurchaseBatches } from '../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import { type RunColumns, readColumns } from './read-columns.ts';
import { type RunSummary, readSummary } from './read-summary.ts';

/** What a report is written from: a run in the ledger, or one in an archive. */
export interface Books {
  readonly record: RunRecord;
  /** Every purchase in row order, some hundred at a time. */
  readonly purchases: () => AsyncIterable<readonly PurchaseRecord[]>;
  readonly readSummary: () => Promise<RunSummary>;
  readonly readColumns: () => Promise<RunColumns>;
}

/** The books of a run in the ledger. */
export function ledgerBooks(ledger: Ledger, record: RunRecord): Books {
  return {
    record,
    purchases: () => readPurchaseBatches(ledger, record.run),
    readSummary: () => readSummary(ledger, record),
    readColumns: () => readColumns(ledger, record),
  };
}
