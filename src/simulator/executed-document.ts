import type { Account, ExecutedPurchase } from './account.ts';

// Large enough that a hundred thousand purchases take few turns of the event loop, small enough to hold.
const purchasesPerChunk = 500;

/** What was sold, as the JSON text of `{ total, byAction, purchases, unpaidOrders }`, in pieces. */
export function* executedDocument({ executed, unpaidOrders }: Account): Generator<string> {
  yield `{"total":${executed.length},"byAction":${JSON.stringify(countByAction(executed))},"purchases":[`;
  yield* list(executed, executed.length);
  yield '],"unpaidOrders":[';
  yield* list(unpaidOrders, unpaidOrders.length);
  yield ']}\n';
}

function countByAction(purchases: readonly ExecutedPurchase[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { action } of purchases) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

/** `length` is the count at the start, which the document has already told; what is sold meanwhile stays out. */
function* list(purchases: readonly ExecutedPurchase[], length: number): Generator<string> {
  for (let start = 0; start < length; start += purchasesPerChunk) {
    const end = Math.min(start + purchasesPerChunk, length);
    const chunk = purchases.slice(start, end).map((purchase) => JSON.stringify(purchase));
    yield (start === 0 ? '' : ',') + chunk.join(',');
  }
}
