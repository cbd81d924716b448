import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCounts } from '../../../src/shared/ledger/read-counts.ts';
import { readPurchase } from '../../../src/shared/ledger/read-purchases.ts';
import { readQueuedByLine } from '../../../src/shared/ledger/read-queued.ts';
import { withQueue } from '../../../src/shared/queues.ts';
import { requeueRun } from '../../../src/shared/requeue.ts';
import { collect } from '../../support/collect.ts';
import { checkedRows, fail, fillRun, open, testLedger } from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const rows = checkedRows(6, (row) => ({ account: row % 2 === 0 ? 'acme' : 'default' }));

test('the ledger keeps who pays with each purchase', async () => {
  const ledger = testLedger(redis);
  const run = await fillRun(ledger, rows);
  expect(await readPurchase(ledger, run, { row: 1, index: 1 })).toMatchObject({
    action: 'CreatePackageOrder',
    account: 'default',
  });
  expect(await readPurchase(ledger, run, { row: 2, index: 1 })).toMatchObject({
    action: 'CreatePackageOrder',
    account: 'acme',
  });
});

test('the ledger counts states, errors and calls of each account by themselves', async () => {
  const ledger = testLedger(redis);
  const run = await fillRun(ledger, rows);
  await fail(ledger, run, { row: 2, index: 1 }, 'InvalidParameter');
  await open(ledger, run, 1);
  const { byState, byLine, errors, calls } = await readCounts(ledger, run);
  expect(byState).toMatchObject({ queued: 4, sending: 1, failed: 1 });
  expect(byLine.get('CreatePackageOrder')).toMatchObject({ queued: 2, sending: 1, failed: 0 });
  expect(byLine.get('CreatePackageOrder.acme')).toMatchObject({ queued: 2, sending: 0, failed: 1 });
  expect(errors).toEqual([
    { state: 'failed', action: 'CreatePackageOrder', account: 'acme', code: 'InvalidParameter', count: 1 },
  ]);
  expect([...calls.keys()].sort()).toEqual(['CreatePackageOrder', 'CreatePackageOrder.acme']);
});

test('requeueRun gives each purchase to the queue of its own account', async () => {
  const ledger = testLedger(redis);
  const run = await fillRun(ledger, rows);
  expect(await collect(readQueuedByLine(ledger, run))).toEqual([
    { line: 'CreatePackageOrder', positions: [1, 3, 5].map((row) => ({ row, index: 1 })) },
    { line: 'CreatePackageOrder.acme', positions: [2, 4, 6].map((row) => ({ row, index: 1 })) },
  ]);
  await requeueRun(ledger, run);
  const waiting = (account: string) =>
    withQueue(ledger.redis, ledger.prefix, { action: 'CreatePackageOrder', account }, async (queue) =>
      (await queue.getWaiting()).map(({ id }) => id).sort(),
    );
  expect(await waiting('default')).toEqual([1, 3, 5].map((row) => `${run}-${row}-1`));
  expect(await waiting('acme')).toEqual([2, 4, 6].map((row) => `${run}-${row}-1`));
});
