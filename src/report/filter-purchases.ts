import type { PurchaseState } from '../shared/outcome.ts';
import type { FollowedPurchase } from './follow-up.ts';

/** Which purchases a report is wanted of; an empty list wants all. */
export interface PurchaseFilter {
  readonly states: readonly PurchaseState[];
  /** Error codes, exact. */
  readonly codes: readonly string[];
  /** Also those that were bought, and what follows them was not done. Never for what is to be bought again. */
  readonly withOpenFollowUps?: boolean;
}

/** Leaves out the purchases that are not wanted, and the batches of which nothing is left. */
export async function* filterPurchases(
  batches: AsyncIterable<readonly FollowedPurchase[]>,
  { states, codes, withOpenFollowUps = false }: PurchaseFilter,
): AsyncGenerator<readonly FollowedPurchase[]> {
  const wantsAll = states.length === 0 && codes.length === 0;
  for await (const batch of batches) {
    const wanted = wantsAll ? batch : batch.filter(isWanted);
    if (wanted.length > 0) yield wanted;
  }

  function isWanted({ state, errorCode, followUp }: FollowedPurchase): boolean {
    if (withOpenFollowUps && isOpen(followUp)) return true;
    const isWantedState = states.length === 0 || states.includes(state);
    const isWantedCode = codes.length === 0 || (errorCode !== null && codes.includes(errorCode));
    return isWantedState && isWantedCode;
  }
}

function isOpen(followUp: FollowedPurchase['followUp']): boolean {
  return !!followUp && ['failed', 'in-doubt', 'cancelled'].includes(followUp.state);
}
