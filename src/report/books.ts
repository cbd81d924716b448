import type { Ledger } from '../shared/ledger/ledger.ts';
import { readPurchaseBatches } from '../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import { hasFollowUps, type RunRecord } from '../shared/ledger/runs.ts';
import type { FollowedPurchase } from './follow-up.ts';
import { joinFollowUps } from './join-follow-ups.ts';
import { type RunColumns, readColumns } from './read-columns.ts';
import { type RunSummary, readSummary } from './read-summary.ts';

/** What a report is written from: a run in the ledger, or one in an archive. */
export interface Books {
  readonly record: RunRecord;
  /** Every purchase in row order, some hundred at a time. */
  readonly purchases: () => AsyncIterable<readonly PurchaseRecord[]>;
  /** Gives purchases what follows them. */
  readonly joinFollowUps: (
    batches: AsyncIterable<readonly PurchaseRecord[]>,
  ) => AsyncIterable<readonly FollowedPurchase[]>;
  readonly readSummary: () => Promise<RunSummary>;
  readonly readColumns: () => Promise<RunColumns>;
}

/** The books of a run in the ledger. */
export function ledgerBooks(ledger: Ledger, record: RunRecord): Books {
  return {
    record,
    purchases: () => readPurchaseBatches(ledger, record.run),
    joinFollowUps: (batches) => (hasFollowUps(record) ? joinFollowUps(ledger, record, batches) : batches),
    readSummary: () => readSummary(ledger, record),
    readColumns: () => readColumns(ledger, record),
  };
}
