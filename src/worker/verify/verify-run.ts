import type { RunRecord } from '../../shared/ledger/runs.ts';
import { defaultAccount } from '../../shared/line.ts';
import { lookPersistently } from '../reconcile/look-persistently.ts';
import { findOrders } from '../reconcile/orders.ts';
import { clockMarginMs, type LookRoom } from '../reconcile/room.ts';
import { compareOrders } from './compare-orders.ts';
import { compareRenewals } from './compare-renewals.ts';
import { compareSites } from './compare-sites.ts';
import { type RunBooks, readRunBooks, type States } from './read-run-books.ts';

/** Whether the books of a run balance. The shape is what `verify --json` prints. */
export interface Verification {
  readonly run: string;
  readonly balanced: boolean;
  /** Purchases that the manifest asked for. */
  readonly total: number;
  readonly states: States;
  /** Orders that our succeeded purchases hold, and how many of them the provider shows. */
  readonly orders: { readonly held: number; readonly found: number; readonly areReadable: boolean };
  /** Renewals whose call was sent, and how many of them nothing at the provider speaks against. */
  readonly renewals: { readonly compared: number; readonly fitting: number };
  /** Sites that were put on the plans, and how many of them stand there, once. */
  readonly sites: { readonly held: number; readonly found: number; readonly areReadable: boolean };
  /** One sentence for each thing that differs; empty when all balances. */
  readonly differences: readonly string[];
}

/** Balances the books: rows against states, counts against rows, and what they hold against what the provider shows. */
export async function verifyRun(impatient: LookRoom, record: RunRecord): Promise<Verification> {
  const room = lookPersistently(impatient);
  const books = await readRunBooks(room.ledger, record);
  const accounts = await compareAccounts(room, record, books);
  const { differences: siteDifferences, ...sites } = await compareSites(room, record);
  const differences = [
    ...books.differences,
    ...accounts.flatMap((account) => account.differences),
    ...siteDifferences,
  ];
  return {
    run: record.run,
    balanced: differences.length === 0,
    total: record.total,
    states: books.states,
    orders: {
      held: sum(Array.from(books.held.values(), ({ size }) => size)),
      found: sum(accounts.map(({ found }) => found)),
      areReadable: accounts.every(({ areReadable }) => areReadable),
    },
    renewals: {
      compared: sum(accounts.map(({ compared }) => compared)),
      fitting: sum(accounts.map(({ fitting }) => fitting)),
    },
    sites,
    differences,
  };
}

/** Each account has orders of its own. */
function compareAccounts(room: LookRoom, record: RunRecord, books: RunBooks): Promise<AccountComparison[]> {
  const payByOrder = record.lines.filter(({ action }) => action !== 'CreatePackageOrder');
  const accounts = new Set(payByOrder.map(({ account }) => account));
  return Promise.all(
    Array.from(accounts, (account) => compareAccount(room.inAccount(account), record, books)),
  );
}

interface AccountComparison {
  readonly found: number;
  readonly areReadable: boolean;
  readonly compared: number;
  readonly fitting: number;
  readonly differences: readonly string[];
}

async function compareAccount(
  room: LookRoom,
  record: RunRecord,
  books: RunBooks,
): Promise<AccountComparison> {
  const { account } = room;
  const span = {
    fromMs: record.submittedAtMs - clockMarginMs,
    toMs: Math.max(Date.now(), record.finishedAtMs ?? 0) + clockMarginMs,
  };
  const renewals = books.renewals.filter((renewal) => renewal.account === account);
  const orders = await findOrders(room.provider, span);
  const renewed = await compareRenewals(room, record, { renewals, orders: orders ?? [] });
  if (orders === null) {
    const whose = account === defaultAccount ? "The provider's orders" : `The orders of ${account}`;
    const unread = `${whose} could not be read: check the key's right to DescribeDealsByCond.`;
    return { ...renewed, found: 0, areReadable: false, differences: [unread, ...renewed.differences] };
  }
  const held = books.held.get(account) ?? new Map<string, string>();
  const { found, differences } = await compareOrders(room, record, { held, orders, span });
  return { ...renewed, found, areReadable: true, differences: [...differences, ...renewed.differences] };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
