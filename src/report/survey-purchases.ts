import type { PurchaseRecord } from '../shared/ledger/record.ts';

/** What must be known of all purchases of a run before the first line of a table can be written. */
export interface PurchaseSurvey {
  /** Names of the notes that any row has, with their `#`, in the order met. */
  readonly noteNames: readonly string[];
  /** Whether any row has a Count. */
  readonly hasCount: boolean;
}

/** Reads purchases once to learn which columns they need; keeps only names. */
export async function surveyPurchases(purchases: AsyncIterable<PurchaseRecord>): Promise<PurchaseSurvey> {
  const noteNames = new Set<string>();
  let hasCount = false;
  for await (const { notes, index } of purchases) {
    for (const name of Object.keys(notes)) noteNames.add(name);
    hasCount ||= index > 1;
  }
  return { noteNames: [...noteNames], hasCount };
}
