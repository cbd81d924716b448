import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { complete, noteLook, proveUnsent, takeDueLooks } from '../../../src/shared/ledger/look.ts';
import { readCounts } from '../../../src/shared/ledger/read-counts.ts';
import { readOpenQuestions } from '../../../src/shared/ledger/read-purchases.ts';
import { changePhase } from '../../../src/shared/ledger/runs.ts';
import { settle } from '../../../src/shared/ledger/settle.ts';
import type { AttemptRef } from '../../../src/shared/ledger/transition.ts';
import { checkedRows, fail, fillRun, loseAnswer, open, succeed, testLedger } from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { purchaseAt } from './purchase-at.ts';

const at = { row: 1, index: 1 };

let redis: TestRedis;
let ledger: Ledger;
let run: string;
beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
beforeEach(async () => {
  run = await fillRun(ledger, checkedRows(4));
});
afterAll(() => redis.stop());

function lookAt(attempt: AttemptRef, isWithoutTrace = true) {
  return noteLook(ledger, { ...attempt, nextInMs: 60_000, isWithoutTrace, seen: 'Looked: nothing.' });
}

describe('open questions', () => {
  test('are doubts, deliveries that are pending, and orders that may be left unpaid', async () => {
    await loseAnswer(ledger, run, { row: 1, index: 1 });
    await succeed(ledger, run, { row: 2, index: 1 }, { delivery: 'pending' });
    await fail(ledger, run, { row: 3, index: 1 }, 'InsufficientAccountBalance', { unpaidOrder: true });
    await succeed(ledger, run, { row: 4, index: 1 });
    expect((await readOpenQuestions(ledger, run)).map(({ row }) => row)).toEqual([1, 2, 3]);
  });

  test('are given to one who asks, until their time comes again', async () => {
    await loseAnswer(ledger, run, at);
    const asking = { limit: 10, leaseMs: 60_000 };
    expect(await takeDueLooks(ledger, run, asking)).toEqual([at]);
    expect(await takeDueLooks(ledger, run, asking)).toEqual([]);
  });
});

describe('noteLook', () => {
  test('counts the looks without a trace alone', async () => {
    const attempt = await loseAnswer(ledger, run, at);
    expect(await lookAt(attempt)).toMatchObject({ looks: 1 });
    expect(await lookAt(attempt, false)).toMatchObject({ looks: 1 });
    expect(await lookAt(attempt)).toMatchObject({ looks: 2 });
    expect((await purchaseAt(ledger, run, 1)).errorMessage).toBe('Looked: nothing.');
    expect((await readCounts(ledger, run)).errors).toMatchObject([{ code: 'Transport.Timeout', count: 1 }]);
  });

  test('takes no look at an attempt that another one followed, or that is settled', async () => {
    const attempt = await loseAnswer(ledger, run, at);
    expect(await lookAt({ ...attempt, attemptId: 'another' })).toBeNull();
    const settled = await succeed(ledger, run, { row: 2, index: 1 });
    expect(await lookAt(settled)).toBeNull();
  });
});

describe('proveUnsent', () => {
  test('queues a doubt again as if it had never been sent', async () => {
    const attempt = await loseAnswer(ledger, run, at);
    expect(await proveUnsent(ledger, attempt)).toBe('queued');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({ attemptId: null, firstSentAtMs: null });
    expect(await readOpenQuestions(ledger, run)).toEqual([]);
  });

  test('is about the attempt that was looked for alone', async () => {
    const attempt = await loseAnswer(ledger, run, at);
    expect(await proveUnsent(ledger, { ...attempt, attemptId: 'another' })).toBe('refused');
  });

  test('is refused for an attempt that is open, and for what is settled', async () => {
    expect(await proveUnsent(ledger, await open(ledger, run, 1))).toBe('refused');
    expect(await proveUnsent(ledger, await succeed(ledger, run, { row: 2, index: 1 }))).toBe('refused');
    const failed = await fail(ledger, run, { row: 3, index: 1 }, 'InvalidParameter');
    expect(await proveUnsent(ledger, failed)).toBe('refused');
  });

  test('cancels a doubt whose run was cancelled', async () => {
    const attempt = await loseAnswer(ledger, run, at);
    await changePhase(ledger, run, 'cancelled');
    expect(await proveUnsent(ledger, attempt)).toBe('cancelled');
  });
});

describe('complete', () => {
  test('adds what was delivered to a purchase that waits for it, once', async () => {
    const attempt = await succeed(ledger, run, at, { delivery: 'pending' });
    expect((await readCounts(ledger, run)).pendingDeliveries).toBe(1);
    const found = { resourceIds: ['ins-1'], delivery: 'complete' as const };
    expect(await complete(ledger, attempt, found)).toBe('completed');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({ state: 'succeeded', ...found });
    expect(await complete(ledger, attempt, found)).toBe('refused');
    expect(await readCounts(ledger, run)).toMatchObject({ byState: { succeeded: 1 }, pendingDeliveries: 0 });
  });

  test('settles no doubt', async () => {
    const attempt = await loseAnswer(ledger, run, at);
    expect(await complete(ledger, attempt, { orderId: 'order-1' })).toBe('refused');
  });

  test('leaves what is settled to the attempt that settled it', async () => {
    const attempt = await succeed(ledger, run, at, { delivery: 'pending' });
    expect(await complete(ledger, { ...attempt, attemptId: 'another' }, { orderId: 'o' })).toBe('refused');
    await settle(ledger, { ...attempt, by: 'person', ending: failure });
    expect((await purchaseAt(ledger, run, 1)).state).toBe('succeeded');
  });
});

const failure = {
  state: 'failed',
  code: 'Client.WorkerLost',
  message: '',
  requestId: null,
  unpaidOrder: false,
} as const;
