import type { ReadBack } from '../../shared/actions/action.ts';
import { renewalOf } from '../../shared/actions/renewal-of.ts';
import { readClaims } from '../../shared/ledger/look.ts';
import { readPurchases } from '../../shared/ledger/read-purchases.ts';
import { listRuns, type RunRecord, readRun } from '../../shared/ledger/runs.ts';
import { boughtStatuses, isCreatedWithin, type Order } from '../reconcile/orders.ts';
import { findRenewables, type Renewable, renewablesAtOnce } from '../reconcile/renewables.ts';
import { clockMarginMs, type LookRoom } from '../reconcile/room.ts';
import { firstSentences } from './first-sentences.ts';
import { judgeRenewals } from './judge-renewals.ts';
import { byResource, type KnownRenewal, readRenewal, resourceKey } from './known-renewal.ts';

/** What became of comparing an account's renewals. */
export interface RenewalComparison {
  /** Renewals that were compared, and how many of them nothing speaks against. */
  readonly compared: number;
  readonly fitting: number;
  readonly differences: readonly string[];
}

/**
 * Compares what a run renewed with what the provider shows: the date of each plan, which shows a renewal that its
 * order does not name, and the orders that renewed it. Other runs are read only where something differs.
 */
export async function compareRenewals(
  room: LookRoom,
  record: RunRecord,
  { renewals, orders }: { readonly renewals: readonly KnownRenewal[]; readonly orders: readonly Order[] },
): Promise<RenewalComparison> {
  if (renewals.length === 0) return { compared: 0, fitting: 0, differences: [] };
  const dates = await readDates(room, renewals);
  const shown = { dates: dates.found, strays: await strayOrders(room, record, orders) };
  const suspicious = judgeEach(record.run, renewals, shown).flatMap(({ group }) => group);
  const known = suspicious.length === 0 ? [] : await withOtherRuns(room, record, suspicious);
  const odd = judgeEach(record.run, known, shown);
  return {
    compared: renewals.length,
    fitting: renewals.length - odd.length,
    differences: [...dates.unread, ...firstSentences(odd.flatMap(({ differences }) => differences))],
  };
}

/** What differs, by what is renewed; what fits is left out. */
function judgeEach(
  run: string,
  renewals: readonly KnownRenewal[],
  { dates, strays }: { readonly dates: Dates['found']; readonly strays: readonly Order[] },
) {
  const judged = Array.from(byResource(renewals), ([key, group]) => {
    const strayOrders = strays.filter(({ resourceIds }) => resourceIds.includes(group[0]?.resource ?? ''));
    const sight = { run, renewals: group, shown: dates.get(key), strayOrders, nowMs: Date.now() };
    return { group, differences: judgeRenewals(sight) };
  });
  return judged.filter(({ differences }) => differences.length > 0);
}

interface Dates {
  /** What was not asked for, or could not be read, is left out; null is what is not shown. */
  readonly found: ReadonlyMap<string, Renewable | null>;
  readonly unread: readonly string[];
}

/** The dates of plans. Orders name the instance that they renewed, and a list of instances leaves some products out. */
async function readDates({ provider }: LookRoom, renewals: readonly KnownRenewal[]): Promise<Dates> {
  const plans = renewals.filter(({ action, state }) => isDated(action) && state !== 'failed');
  const readBack = plans[0] && renewalOf(plans[0].action)?.readBack;
  const found = new Map<string, Renewable | null>();
  if (!readBack) return { found, unread: [] };
  for (let start = 0; start < plans.length; start += renewablesAtOnce) {
    const batch = plans.slice(start, start + renewablesAtOnce);
    const ids = batch.map(({ resource }) => resource);
    const shown = await findRenewables(provider.look, readBack, ids);
    if ('kind' in shown) return { found, unread: [unreadDates(readBack, shown)] };
    for (const plan of batch) found.set(resourceKey(plan), shown.get(plan.resource) ?? null);
  }
  return { found, unread: [] };
}

function isDated(action: string): boolean {
  return action === 'RenewPlan';
}

function unreadDates(readBack: ReadBack, seen: { readonly kind: string; readonly code?: string }): string {
  const answered = seen.code === undefined ? '' : `, which answered ${seen.code}`;
  return `When the renewed plans expire could not be read: check the key's right to ${readBack.action}${answered}.`;
}

/** Paid orders of the run's time that renewed something and that no purchase of any run holds. */
async function strayOrders(room: LookRoom, record: RunRecord, orders: readonly Order[]): Promise<Order[]> {
  const { requestTimeoutMs, ledger, account } = room;
  const fromMs = record.submittedAtMs - clockMarginMs;
  const toMs = (record.finishedAtMs ?? Date.now()) + requestTimeoutMs + clockMarginMs;
  const near = orders.filter(
    (order) =>
      order.action === 'renew' && boughtStatuses.has(order.status) && isCreatedWithin(order, fromMs, toMs),
  );
  const ids = near.flatMap(({ orderId, bigDealId }) => [orderId, bigDealId ?? orderId]);
  const lines = record.lines.filter((line) => line.account === account && renewalOf(line.action));
  const owners = await Promise.all(lines.map((line) => readClaims(ledger, line, ids)));
  const isClaimed = (i: number) => owners.some((claims) => claims[2 * i] ?? claims[2 * i + 1] ?? false);
  return near.filter((_, i) => !isClaimed(i));
}

/** The same renewals, and those that other runs know of the same things. */
async function withOtherRuns(
  { ledger }: LookRoom,
  record: RunRecord,
  renewals: readonly KnownRenewal[],
): Promise<KnownRenewal[]> {
  const wanted = new Set(renewals.map(resourceKey));
  const all = [...renewals];
  for (const run of await listRuns(ledger)) {
    const other = run === record.run ? null : await readRun(ledger, run);
    if (!other || !mayRenewAfter(other, record)) continue;
    for await (const purchase of readPurchases(ledger, run)) {
      const renewal = readRenewal(run, purchase);
      if (renewal !== null && wanted.has(resourceKey(renewal))) all.push(renewal);
    }
  }
  return all;
}

/** What was over before the run began is in the dates that the run found. */
function mayRenewAfter({ lines, finishedAtMs }: RunRecord, { submittedAtMs }: RunRecord): boolean {
  return (
    lines.some(({ action }) => renewalOf(action)) && (finishedAtMs === null || finishedAtMs > submittedAtMs)
  );
}
