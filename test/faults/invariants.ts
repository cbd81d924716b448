import { expect } from 'vitest';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readOpenQuestions, readPurchases, readSending } from '../../src/shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../src/shared/ledger/record.ts';
import { readRun } from '../../src/shared/ledger/runs.ts';
import { lineName, parseLineName } from '../../src/shared/line.ts';
import { purchaseStates } from '../../src/shared/outcome.ts';
import { openQueue } from '../../src/shared/queues.ts';
import type { ExecutedPurchase } from '../../src/simulator/account.ts';
import { collect } from '../support/collect.ts';
import type { Rig } from './rig.ts';

/** Where the books are, and what was really sold. */
type Books = Pick<Rig, 'ledger' | 'simulator'>;

/** What was bought, by what tells purchases apart: the domain, the ClientToken; plans are told apart by nothing. */
function keyOf(action: string, params: Readonly<Record<string, unknown>>): string {
  if (action === 'CreatePackageOrder') return `${action} ${String(params.Domain)}`;
  if (action === 'CreateInstance') return `${action} ${String(params.ClientToken)}`;
  return `${action} ${JSON.stringify(params)}`;
}

/**
 * What must hold of a run at rest, whatever befell it: nothing was bought twice, everything that was bought is known
 * to be or stands in doubt, each purchase is in one state, and the counts equal the purchases.
 */
export async function expectBooksBalance(rig: Books, ...runs: readonly string[]): Promise<void> {
  const purchases: PurchaseRecord[] = [];
  for (const run of runs) {
    const ofRun = await collect(readPurchases(rig.ledger, run));
    await expectCountsEqualPurchases(rig, run, ofRun);
    for (const purchase of ofRun) expectOneState(purchase);
    purchases.push(...ofRun);
  }
  expectAtMostOnce(purchases, rig.simulator.executed());
  expectHeldOrders(purchases, rig.simulator.executed());
}

/** A run that was submitted, and of which nothing was worked: each purchase once in the ledger, once in its queue. */
export async function expectQueued(rig: Books, run: string, total: number): Promise<void> {
  await expectBooksBalance(rig, run);
  expect(await readRun(rig.ledger, run)).toMatchObject({ phase: 'running', total, isEnqueued: true });
  const { byLine } = await readCounts(rig.ledger, run);
  for (const [line, { queued }] of byLine) {
    const queue = openQueue(rig.ledger.redis, rig.ledger.prefix, parseLineName(line));
    const ids = (await queue.getJobs(['wait'])).map(({ id }) => id);
    await queue.close();
    expect(new Set(ids).size, 'each job stands once in its queue').toBe(ids.length);
    expect(ids).toHaveLength(queued);
  }
  expect(rig.simulator.executed()).toEqual([]);
}

async function expectCountsEqualPurchases(
  { ledger }: Books,
  run: string,
  purchases: readonly PurchaseRecord[],
): Promise<void> {
  const { byState, byLine, errors, pendingDeliveries } = await readCounts(ledger, run);
  const tally = (of: readonly PurchaseRecord[]) =>
    Object.fromEntries(
      purchaseStates.map((state) => [state, of.filter((purchase) => purchase.state === state).length]),
    );
  expect(byState).toEqual(tally(purchases));
  const pending = purchases.filter(({ state, delivery }) => state === 'succeeded' && delivery === 'pending');
  expect(pendingDeliveries).toBe(pending.length);
  for (const [line, counts] of byLine) {
    expect(counts).toEqual(tally(purchases.filter((purchase) => lineName(purchase) === line)));
  }
  expect((await readRun(ledger, run))?.total).toBe(purchases.length);
  for (const { state, action, code, count } of errors) {
    const alike = purchases.filter(
      (one) => one.state === state && one.action === action && one.errorCode === code,
    );
    expect({ state, action, code, count }).toEqual({ state, action, code, count: alike.length });
  }
  expect(await readSending(ledger, run)).toEqual([]);
  const doubts = purchases
    .filter(({ state }) => state === 'in-doubt')
    .map(({ row, index }) => ({ row, index }));
  expect(await readOpenQuestions(ledger, run)).toEqual(expect.arrayContaining(doubts));
}

function expectOneState(purchase: PurchaseRecord): void {
  const { state } = purchase;
  const isSettled = ['succeeded', 'failed', 'cancelled', 'skipped'].includes(state);
  expect(purchase.settledAtMs !== null, `${state} purchase has a time of settling`).toBe(isSettled);
  expect(purchase.worker, 'nobody has a purchase at rest in hand').toBeNull();
  if (state === 'in-doubt' || state === 'failed') expect(purchase.errorCode).not.toBeNull();
  if (state === 'succeeded' || state === 'failed') expect(purchase.settledBy).not.toBeNull();
}

/** Of each kind the provider sold as many as succeeded, and no more beside them than are in doubt. */
function expectAtMostOnce(purchases: readonly PurchaseRecord[], executed: readonly ExecutedPurchase[]): void {
  const wanted = groupBy(purchases, ({ action, body }) => keyOf(action, JSON.parse(body)));
  const sold = groupBy(executed, ({ action, params }) => keyOf(action, params));
  for (const key of new Set([...wanted.keys(), ...sold.keys()])) {
    const asked = wanted.get(key) ?? [];
    const times = sold.get(key)?.length ?? 0;
    const succeeded = asked.filter(({ state }) => state === 'succeeded').length;
    const inDoubt = asked.filter(({ state }) => state === 'in-doubt').length;
    expect(times, `sold at most once each: ${key}`).toBeLessThanOrEqual(asked.length);
    expect(times, `all that succeeded was sold: ${key}`).toBeGreaterThanOrEqual(succeeded);
    expect(times, `what was sold succeeded or is in doubt: ${key}`).toBeLessThanOrEqual(succeeded + inDoubt);
  }
}

function groupBy<Value>(
  values: readonly Value[],
  keyOfValue: (value: Value) => string,
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOfValue(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

/** No order is held by two purchases, every order held was sold, and orders nobody holds are of those in doubt. */
function expectHeldOrders(purchases: readonly PurchaseRecord[], executed: readonly ExecutedPurchase[]): void {
  const held = purchases.flatMap(({ state, orderId }) =>
    state === 'succeeded' && orderId !== null ? [orderId] : [],
  );
  const sold = executed.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]));
  expect(new Set(sold).size).toBe(sold.length);
  expect(new Set(held).size, 'no order is held twice').toBe(held.length);
  expect(sold, 'every order held was sold').toEqual(expect.arrayContaining(held));
  const mayBeTheirs = purchases.filter(
    ({ state, orderId, action }) =>
      orderId === null &&
      action !== 'CreatePackageOrder' &&
      // A person may say that it was bought without knowing the order.
      (state === 'in-doubt' || state === 'succeeded'),
  );
  const unheld = sold.filter((orderId) => !held.includes(orderId));
  expect(unheld.length, 'an order nobody holds is of one in doubt').toBeLessThanOrEqual(mayBeTheirs.length);
}
