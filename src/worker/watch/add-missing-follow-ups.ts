import { companionOf } from '../../shared/follow-ups/companion.ts';
import { type Followed, followedOf } from '../../shared/follow-ups/follow-up-for.ts';
import { queueFollowUp } from '../../shared/follow-ups/queue-follow-up.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { readCounts } from '../../shared/ledger/read-counts.ts';
import { readPositions, readPurchaseBatches } from '../../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import { hasFollowUps, noteActive, readRun } from '../../shared/ledger/runs.ts';

/**
 * Queues what should follow purchases of a run and stands nowhere, such as after a failover that lost it. Goes through
 * the whole run, so it is for the moment in which nothing else of the run is left to do. Returns how many were missing.
 */
export async function addMissingFollowUps(ledger: Ledger, run: string): Promise<number> {
  const record = await readRun(ledger, run);
  if (!record || !hasFollowUps(record)) return 0;
  let missing = 0;
  for await (const batch of readPurchaseBatches(ledger, run)) {
    for (const due of await missingIn(ledger, run, batch)) {
      await queueFollowUp(ledger, run, due);
      missing += 1;
    }
  }
  const { byState } = await readCounts(ledger, companionOf(run));
  if (byState.queued + byState.sending > 0) await noteActive(ledger, companionOf(run));
  return missing;
}

interface Due {
  readonly followed: Followed;
  readonly planId: string;
}

async function missingIn(ledger: Ledger, run: string, batch: readonly PurchaseRecord[]): Promise<Due[]> {
  const due = batch.flatMap(dueOf);
  const there = await readPositions(
    ledger,
    companionOf(run),
    due.map(({ followed }) => followed),
  );
  const rows = new Set(there.map(({ row }) => row));
  return due.filter(({ followed }) => !rows.has(followed.row));
}

function dueOf(purchase: PurchaseRecord): Due[] {
  const followed = purchase.state === 'succeeded' ? followedOf(purchase) : null;
  const [planId] = purchase.resourceIds;
  return followed && planId !== undefined ? [{ followed, planId }] : [];
}
