import { companionOf } from '../../shared/follow-ups/companion.ts';
import { readPurchases } from '../../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import { hasFollowUps, type RunRecord } from '../../shared/ledger/runs.ts';
import type { Params } from '../../shared/purchase.ts';
import type { Provider } from '../reconcile/provider.ts';
import type { LookRoom } from '../reconcile/room.ts';
import { findSites, findSitesOnAll, type SiteOnPlan, sitesAtOnce } from '../reconcile/sites.ts';
import { firstSentences } from './first-sentences.ts';
import { judgeSite } from './judge-site.ts';

/** What became of comparing the sites of a run with those on its plans. */
export interface SiteComparison {
  /** Sites that were put on a plan, and how many of them stand there, once. */
  readonly held: number;
  readonly found: number;
  readonly areReadable: boolean;
  readonly differences: readonly string[];
}

/** Compares the sites that were put on plans with what the provider shows on them. */
export async function compareSites(room: LookRoom, record: RunRecord): Promise<SiteComparison> {
  if (!hasFollowUps(record)) return { held: 0, found: 0, areReadable: true, differences: [] };
  const comparisons: SiteComparison[] = [];
  for await (const batch of sitesIn(room, record)) {
    const [first] = batch;
    if (first) comparisons.push(await compareBatch(room.inAccount(first.account), batch));
  }
  const isUnreadable = comparisons.some(({ areReadable }) => !areReadable);
  const unread = "The sites could not be read: check the key's right to DescribePlans and DescribeZones.";
  return {
    held: sum(comparisons.map(({ held }) => held)),
    found: sum(comparisons.map(({ found }) => found)),
    areReadable: !isUnreadable,
    differences: [
      ...(isUnreadable ? [unread] : []),
      ...firstSentences(comparisons.flatMap(({ differences }) => differences)),
    ],
  };
}

/** The sites that were put on a plan, as many at once as one look asks for, each time of one account. */
async function* sitesIn({ ledger }: LookRoom, { run }: RunRecord): AsyncGenerator<PurchaseRecord[]> {
  const waiting = new Map<string, PurchaseRecord[]>();
  for await (const purchase of readPurchases(ledger, companionOf(run))) {
    if (purchase.state !== 'succeeded') continue;
    const batch = waiting.get(purchase.account) ?? [];
    batch.push(purchase);
    waiting.set(purchase.account, batch);
    if (batch.length < sitesAtOnce) continue;
    waiting.delete(purchase.account);
    yield batch;
  }
  yield* waiting.values();
}

async function compareBatch(room: LookRoom, batch: readonly PurchaseRecord[]): Promise<SiteComparison> {
  const { provider } = room;
  const sites = batch.map(({ row, index, body }) => ({ row, index, params: JSON.parse(body) as Params }));
  const onPlans = await findSitesOnAll(
    provider,
    sites.map(({ params }) => String(params.PlanId)),
  );
  const named = await findNamed(
    provider,
    sites.flatMap(({ params }) => (typeof params.ZoneName === 'string' ? params.ZoneName : [])),
  );
  if (onPlans === 'unreadable' || named === 'unreadable')
    return { held: batch.length, found: 0, areReadable: false, differences: [] };
  const differences = sites.map(({ row, index, params: { PlanId, ZoneName, ZoneId } }) =>
    judgeSite({
      name: `Site ${String(ZoneName ?? ZoneId)} of row ${row}.${index}`,
      planId: String(PlanId),
      wanted: ZoneName === undefined ? { zoneId: String(ZoneId) } : { zoneName: String(ZoneName) },
      onPlan: onPlans.get(String(PlanId)) ?? null,
      named,
    }),
  );
  const found = differences.filter(({ length }) => length === 0).length;
  return { held: batch.length, found, areReadable: true, differences: differences.flat() };
}

async function findNamed(
  provider: Provider,
  zoneNames: readonly string[],
): Promise<readonly SiteOnPlan[] | 'unreadable'> {
  return zoneNames.length === 0 ? [] : findSites(provider, { zoneNames });
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
