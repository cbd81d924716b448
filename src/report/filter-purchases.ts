import type { PurchaseRecord } from '../shared/ledger/record.ts';
import type { PurchaseState } from '../shared/outcome.ts';

/** Which purchases a report is wanted of; an empty list wants all. */
export interface PurchaseFilter {
  readonly states: readonly PurchaseState[];
  /** Error codes, exact. */
  readonly codes: readonly string[];
}

/** Leaves out the purchases that are not wanted, and the batches of which nothing is left. */
export async function* filterPurchases(
  batches: AsyncIterable<readonly PurchaseRecord[]>,
  { states, codes }: PurchaseFilter,
): AsyncGenerator<readonly PurchaseRecord[]> {
  const wantsAll = states.length === 0 && codes.length === 0;
  for await (const batch of batches) {
    const wanted = wantsAll ? batch : batch.filter(isWanted);
    if (wanted.length > 0) yield wanted;
  }

  function isWanted({ state, errorCode }: PurchaseRecord): boolean {
    const isWantedState = states.length === 0 || states.includes(state);
    const isWantedCode = codes.length === 0 || (errorCode !== null && codes.includes(errorCode));
    return isWantedState && isWantedCode;
  }
}
