import { companionOf } from '../shared/follow-ups/companion.ts';
import { readHandOvers } from '../shared/ledger/hand-overs.ts';
import { groupByBucket } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readPositions } from '../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import { hasFollowUps, type RunRecord, readPhase } from '../shared/ledger/runs.ts';
import { purchaseId } from '../shared/purchase.ts';
import { type FollowedPurchase, type FollowUpRecord, followUpOf } from './follow-up.ts';

/** Gives each purchase what follows it. Of a run that nothing follows, nothing more is read. */
export async function* joinFollowUps(
  ledger: Ledger,
  record: RunRecord,
  batches: AsyncIterable<readonly PurchaseRecord[]>,
): AsyncGenerator<readonly FollowedPurchase[]> {
  for await (const batch of batches) yield await withFollowUps(ledger, record, batch);
}

/** The same for some purchases. */
export async function withFollowUps(
  ledger: Ledger,
  record: RunRecord,
  purchases: readonly PurchaseRecord[],
): Promise<readonly FollowedPurchase[]> {
  const followed = hasFollowUps(record) ? purchases.filter(({ terms }) => terms.site !== undefined) : [];
  if (followed.length === 0) return purchases;
  const companion = companionOf(record.run);
  // Older archives hold nothing of it.
  if (record.phase === 'archived' && (await readPhase(ledger, companion)) === null) return purchases;
  const found = new Map<string, FollowUpRecord>();
  for (const group of groupByBucket(followed, ({ row }) => row)) {
    const records = await readPositions(ledger, companion, group);
    const handOvers = await readHandOvers(ledger, companion, records);
    for (const [i, each] of records.entries()) {
      found.set(purchaseId(companion, each), { record: each, handOver: handOvers[i] ?? null });
    }
  }
  return purchases.map((purchase) => ({
    ...purchase,
    followUp: followUpOf(purchase, found.get(purchaseId(companion, purchase)) ?? null),
  }));
}
