import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runKeys } from '../../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../../src/shared/ledger/read-counts.ts';
import { readHistory } from '../../../src/shared/ledger/read-history.ts';
import { readSending } from '../../../src/shared/ledger/read-purchases.ts';
import { checkedRows, fillRun, testLedger } from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { openAttempts, settleAll } from '../../support/together.ts';
import { purchaseAt } from './purchase-at.ts';

let redis: TestRedis;
let ledger: Ledger;
beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

function intentOf(run: string, row: number, attemptId = `attempt-${row}`) {
  return { run, row, index: 1, attemptId, worker: 'w', deadlineInMs: 30_000, tokenWindowMs: 0 };
}

function refusalOf(run: string, row: number) {
  const ending = {
    state: 'failed',
    code: 'Odd',
    message: 'No.',
    requestId: null,
    unpaidOrder: false,
  } as const;
  return { ...intentOf(run, row), by: 'answer', ending } as const;
}

describe('attempts that are opened together', () => {
  test('get a reply each, in order, over runs and buckets', async () => {
    const [first, second] = [
      await fillRun(ledger, checkedRows(1002)),
      await fillRun(ledger, checkedRows(1)),
    ] as const;
    const wanted = [intentOf(first, 1002), intentOf(second, 7), intentOf(first, 1), intentOf(second, 1)];
    const opened = await Promise.all(openAttempts(ledger, wanted));
    expect(opened.map(({ kind }) => kind)).toEqual(['opened', 'refused', 'opened', 'opened']);
    const sending = await readSending(ledger, first);
    expect(sending.map(({ row }) => row).sort()).toEqual([1, 1002]);
    const { byState, rate } = await readCounts(ledger, first);
    expect(byState).toMatchObject({ queued: 1000, sending: 2 });
    expect(Object.keys(rate)).toEqual(['CreatePackageOrder']);
  });

  test('stand in the history of each, and in no other’s', async () => {
    const run = await fillRun(ledger, checkedRows(12));
    await Promise.all(openAttempts(ledger, [intentOf(run, 1), intentOf(run, 2), intentOf(run, 11)]));
    const stepsOf = async (row: number) =>
      (await readHistory(ledger, run, { row, index: 1 }))?.steps.map(({ from, to }) => `${from} ${to}`);
    for (const row of [1, 2, 11]) expect(await stepsOf(row)).toEqual(['queued sending']);
    expect(await stepsOf(12)).toEqual([]);
  });

  test('of one purchase are opened once', async () => {
    const run = await fillRun(ledger, checkedRows(1));
    const twice = [intentOf(run, 1, 'one'), intentOf(run, 1, 'other')];
    const opened = await Promise.all(openAttempts(ledger, twice));
    expect(opened.map(({ kind }) => kind)).toEqual(['opened', 'refused']);
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({ attemptId: 'one', attempts: 1 });
  });

  test('do not suffer from a record beside theirs that cannot be read', async () => {
    const run = await fillRun(ledger, checkedRows(3));
    await ledger.redis.hset(runKeys(ledger.prefix, run).bucket(1), '2', '["another form"]\n{}');
    const all = openAttempts(
      ledger,
      [1, 2, 3].map((row) => intentOf(run, row)),
    );
    const ended = await Promise.allSettled(all);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await readCounts(ledger, run)).byState).toMatchObject({ queued: 1, sending: 2 });
  });

  test('are one event', async () => {
    const run = await fillRun(ledger, checkedRows(3));
    await Promise.all(
      openAttempts(
        ledger,
        [1, 2, 3].map((row) => intentOf(run, row)),
      ),
    );
    const events = await ledger.redis.xrange(runKeys(ledger.prefix, run).events, '-', '+');
    const told = ['p', '1 2 3', 'a', 'CreatePackageOrder', 'from', 'queued', 'to', 'sending', 'e', ''];
    expect(events.map(([, fields]) => fields)).toEqual([told]);
  });
});

describe('purchases that are settled together', () => {
  test('are counted by their code, and finish their run', async () => {
    const run = await fillRun(ledger, checkedRows(2));
    await Promise.all(
      openAttempts(
        ledger,
        [1, 2].map((row) => intentOf(run, row)),
      ),
    );
    const settled = await Promise.all(
      settleAll(
        ledger,
        [1, 2, 2, 3].map((row) => refusalOf(run, row)),
      ),
    );
    expect(settled).toEqual(['settled', 'settled', 'already', 'unknown']);
    const keys = runKeys(ledger.prefix, run);
    expect(await ledger.redis.hgetall(keys.errors)).toEqual({ 'failed|CreatePackageOrder|Odd': '2' });
    expect(await ledger.redis.hexists(keys.run, 'finishedAt')).toBe(1);
  });
});
