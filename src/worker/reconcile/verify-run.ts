import { readClaims } from '../../shared/ledger/look.ts';
import { readCounts } from '../../shared/ledger/read-counts.ts';
import { readPurchases } from '../../shared/ledger/read-purchases.ts';
import type { RunRecord } from '../../shared/ledger/runs.ts';
import { defaultAccount } from '../../shared/line.ts';
import type { PurchaseState } from '../../shared/outcome.ts';
import { purchaseStates } from '../../shared/outcome.ts';
import { lookPersistently } from './look-persistently.ts';
import { findOrders, isCreatedWithin, type Order } from './orders.ts';
import { clockMarginMs, type LookRoom } from './room.ts';

/** Whether the books of a run balance. The shape is what `verify --json` prints. */
export interface Verification {
  readonly run: string;
  readonly balanced: boolean;
  /** Purchases that the manifest asked for. */
  readonly total: number;
  readonly states: Readonly<Record<PurchaseState, number>>;
  /** Orders that our succeeded purchases hold, and how many of them the provider shows. */
  readonly orders: { readonly held: number; readonly found: number; readonly areReadable: boolean };
  /** One sentence for each thing that differs; empty when all balances. */
  readonly differences: readonly string[];
}

const boughtStatuses = new Set([2, 3, 4]);
/** More sentences of one kind tell a person nothing new. */
const sentencesOfAKind = 20;

/** Balances the books: rows against states, counts against rows, our order ids against the provider's own orders. */
export async function verifyRun(room: LookRoom, record: RunRecord): Promise<Verification> {
  const { states, held } = await readBooks(room, record.run);
  const counts = await readCounts(room.ledger, record.run);
  const total = sum(Object.values(states));
  const { found, areReadable, differences } = await compareAccounts(room, record, held);
  const all = [
    ...(total === record.total
      ? []
      : [`The manifest asked for ${record.total} purchases, the ledger holds ${total}.`]),
    ...purchaseStates
      .filter((state) => states[state] !== counts.byState[state])
      .map((state) => `${states[state]} purchases are ${state}, but ${counts.byState[state]} are counted.`),
    ...differences,
  ];
  return {
    run: record.run,
    balanced: all.length === 0,
    total: record.total,
    states,
    orders: { held: sum(Array.from(held.values(), ({ size }) => size)), found, areReadable },
    differences: all,
  };
}

async function readBooks({ ledger }: LookRoom, run: string) {
  const states = Object.fromEntries(purchaseStates.map((state) => [state, 0])) as Record<
    PurchaseState,
    number
  >;
  const held = new Map<string, Map<string, string>>();
  for await (const { state, orderId, action, account, row, index } of readPurchases(ledger, run)) {
    states[state] += 1;
    if (state !== 'succeeded' || orderId === null) continue;
    const ofAccount = held.get(account) ?? new Map<string, string>();
    held.set(account, ofAccount.set(orderId, `${action} of row ${row}.${index}`));
  }
  return { states, held };
}

/** Each account has orders of its own. */
async function compareAccounts(
  room: LookRoom,
  record: RunRecord,
  held: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<Comparison> {
  const payByOrder = record.lines.filter(({ action }) => action !== 'CreatePackageOrder');
  const accounts = new Set(payByOrder.map(({ account }) => account));
  const all = await Promise.all(
    Array.from(accounts, (account) =>
      compareOrders(room.inAccount(account), record, held.get(account) ?? new Map()),
    ),
  );
  return {
    found: sum(all.map(({ found }) => found)),
    areReadable: all.every(({ areReadable }) => areReadable),
    differences: all.flatMap(({ differences }) => differences),
  };
}

interface Comparison {
  readonly found: number;
  readonly areReadable: boolean;
  readonly differences: readonly string[];
}

async function compareOrders(
  room: LookRoom,
  record: RunRecord,
  held: ReadonlyMap<string, string>,
): Promise<Comparison> {
  const fromMs = record.submittedAtMs - clockMarginMs;
  const toMs = Math.max(Date.now(), record.finishedAtMs ?? 0) + clockMarginMs;
  const provider = { ...room.provider, look: lookPersistently(room.provider.look) };
  const orders = await findOrders(provider, { fromMs, toMs });
  if (orders === null) {
    const whose = room.account === defaultAccount ? "The provider's orders" : `The orders of ${room.account}`;
    const unread = `${whose} could not be read: check the key's right to DescribeDealsByCond.`;
    return { found: 0, areReadable: false, differences: [unread] };
  }
  const shown = new Set(orders.flatMap(({ orderId, bigDealId }) => [orderId, bigDealId ?? orderId]));
  const missing = Array.from(held).filter(([orderId]) => !shown.has(orderId));
  const strange = await strangers(
    room,
    record,
    orders.filter((order) => isOfRun(order, { held, fromMs, toMs })),
  );
  return {
    found: held.size - missing.length,
    areReadable: true,
    differences: [
      ...missing
        .slice(0, sentencesOfAKind)
        .map(([orderId, what]) => `Order ${orderId}, held for ${what}, is not among the provider's orders.`),
      ...strange
        .slice(0, sentencesOfAKind)
        .map(
          ({ orderId, createdAt, subProductCode }) =>
            `Order ${orderId} (${subProductCode}, ${createdAt}) was paid during the run and belongs to no purchase of any run: somebody else's, or one in doubt.`,
        ),
      ...more(missing.length + strange.length - 2 * sentencesOfAKind),
    ],
  };
}

interface RunSpan {
  readonly held: ReadonlyMap<string, string>;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A paid order of the run's time that none of its purchases holds. */
function isOfRun(order: Order, { held, fromMs, toMs }: RunSpan): boolean {
  const isHeld = held.has(order.orderId) || (order.bigDealId !== null && held.has(order.bigDealId));
  const isPurchase = order.action === '' || order.action === 'purchase';
  return !isHeld && isPurchase && boughtStatuses.has(order.status) && isCreatedWithin(order, fromMs, toMs);
}

/** Orders of which no purchase of any run claims anything: neither the order, nor what it bought. */
async function strangers(
  { ledger }: LookRoom,
  record: RunRecord,
  orders: readonly Order[],
): Promise<Order[]> {
  const isClaimed = async ({ orderId, bigDealId, resourceIds }: Order): Promise<boolean> => {
    const ids = [orderId, ...(bigDealId === null ? [] : [bigDealId]), ...resourceIds];
    const claims = await Promise.all(record.lines.map((line) => readClaims(ledger, line, ids)));
    return claims.flat().some((owner) => owner !== null);
  };
  const known = await Promise.all(orders.map(isClaimed));
  return orders.filter((_, i) => !known[i]);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

function more(count: number): string[] {
  return count > 0 ? [`And about ${count} more of this kind.`] : [];
}
