import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancelQueued, requeueFailed } from '../../../src/shared/ledger/change-many.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../../src/shared/ledger/read-counts.ts';
import { readPurchases } from '../../../src/shared/ledger/read-purchases.ts';
import { changePhase, readRun } from '../../../src/shared/ledger/runs.ts';
import { collect } from '../../support/collect.ts';
import {
  checkedRow,
  checkedRows,
  fail,
  fillRun,
  loseAnswer,
  open,
  succeed,
  testLedger,
} from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { purchaseAt } from './purchase-at.ts';

const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ row: i + 1, index: 1 }));

let redis: TestRedis;
let ledger: Ledger;
let run: string;
beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
beforeEach(async () => {
  run = await fillRun(ledger, checkedRows(5));
});
afterAll(() => redis.stop());

async function oneOfEachState(): Promise<void> {
  await succeed(ledger, run, { row: 1, index: 1 });
  await fail(ledger, run, { row: 2, index: 1 }, 'InvalidParameter');
  await loseAnswer(ledger, run, { row: 3, index: 1 });
  await open(ledger, run, 4);
}

describe('cancelQueued', () => {
  test('cancels thousands that lie together, and counts each', async () => {
    const basic = { action: 'CreatePlan', params: { PlanType: 'basic' }, count: 1200 };
    const many = await fillRun(
      ledger,
      checkedRows(4, () => basic),
    );
    const positions = [1, 2, 3, 4].flatMap((row) =>
      Array.from({ length: basic.count }, (_, i) => ({ row, index: i + 1 })),
    );
    expect(await cancelQueued(ledger, many, positions)).toBe(positions.length);
    expect((await readCounts(ledger, many)).byState).toMatchObject({
      cancelled: positions.length,
      queued: 0,
    });
    const states = new Set((await collect(readPurchases(ledger, many))).map(({ state }) => state));
    expect([...states]).toEqual(['cancelled']);
  });

  test('cancels what is queued and nothing else', async () => {
    await oneOfEachState();
    expect(await cancelQueued(ledger, run, rows(9))).toBe(1);
    expect((await readCounts(ledger, run)).byState).toMatchObject({
      succeeded: 1,
      failed: 1,
      'in-doubt': 1,
      sending: 1,
      cancelled: 1,
      queued: 0,
    });
    expect((await purchaseAt(ledger, run, 5)).settledAtMs).not.toBeNull();
    expect(await cancelQueued(ledger, run, rows(9))).toBe(0);
  });

  test('finishes a run of which nothing else is left', async () => {
    await cancelQueued(ledger, run, rows(5));
    expect((await readRun(ledger, run))?.finishedAtMs).not.toBeNull();
  });
});

describe('requeueFailed', () => {
  test('queues what failed and nothing else', async () => {
    await oneOfEachState();
    expect(await requeueFailed(ledger, run, rows(9))).toEqual([{ row: 2, index: 1 }]);
    expect((await readCounts(ledger, run)).byState).toMatchObject({
      succeeded: 1,
      failed: 0,
      'in-doubt': 1,
      sending: 1,
      queued: 2,
    });
    expect((await readCounts(ledger, run)).errors).toEqual([
      {
        state: 'in-doubt',
        action: 'CreatePackageOrder',
        account: 'default',
        code: 'Transport.Timeout',
        count: 1,
      },
    ]);
  });

  test('forgets all of the attempt that failed but that there was one', async () => {
    await fail(ledger, run, { row: 1, index: 1 }, 'InvalidParameter');
    await requeueFailed(ledger, run, rows(1));
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({
      attempts: 1,
      attemptId: null,
      firstSentAtMs: null,
      errorCode: null,
      settledBy: null,
      settledAtMs: null,
    });
  });

  test('opens a run that was finished', async () => {
    run = await fillRun(ledger, [checkedRow(1)]);
    await fail(ledger, run, { row: 1, index: 1 }, 'InvalidParameter');
    expect((await readRun(ledger, run))?.finishedAtMs).not.toBeNull();
    await requeueFailed(ledger, run, rows(1));
    expect((await readRun(ledger, run))?.finishedAtMs).toBeNull();
  });

  test('leaves alone what may have left an unpaid order, unless that is meant too', async () => {
    await fail(ledger, run, { row: 1, index: 1 }, 'InsufficientAccountBalance', { unpaidOrder: true });
    expect(await requeueFailed(ledger, run, rows(1))).toEqual([]);
    expect(await requeueFailed(ledger, run, rows(1), { evenIfUnpaid: true })).toEqual([{ row: 1, index: 1 }]);
    expect((await purchaseAt(ledger, run, 1)).unpaidOrder).toBe(false);
  });

  test('queues nothing in a run that was cancelled, as nobody would ever work it', async () => {
    await fail(ledger, run, { row: 1, index: 1 }, 'InvalidParameter');
    await changePhase(ledger, run, 'cancelled');
    expect(await requeueFailed(ledger, run, rows(5))).toEqual([]);
  });

  test('works on rows of many buckets at once', async () => {
    run = await fillRun(ledger, checkedRows(1002));
    await fail(ledger, run, { row: 1, index: 1 }, 'InvalidParameter');
    await fail(ledger, run, { row: 1001, index: 1 }, 'InvalidParameter');
    const queued = await requeueFailed(ledger, run, rows(1002));
    expect(queued.map(({ row }) => row)).toEqual([1, 1001]);
  });
});
