import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancelQueued, requeueFailed } from '../../../src/shared/ledger/change-many.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { openAttempt } from '../../../src/shared/ledger/open-attempt.ts';
import { putBack } from '../../../src/shared/ledger/put-back.ts';
import { readCounts } from '../../../src/shared/ledger/read-counts.ts';
import { changePhase } from '../../../src/shared/ledger/runs.ts';
import { type Ending, settle } from '../../../src/shared/ledger/settle.ts';
import {
  checkedRow,
  fail,
  fillRun,
  instanceParams,
  loseAnswer,
  open,
  succeed,
  testLedger,
} from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { purchaseAt } from './purchase-at.ts';

const bought: Ending = {
  state: 'succeeded',
  bought: { orderId: 'order-1', resourceIds: ['ins-1'], delivery: 'complete' },
  requestId: 'request-1',
};
const refused: Ending = {
  state: 'failed',
  code: 'InvalidParameter',
  message: 'No such thing.',
  requestId: 'request-2',
  unpaidOrder: false,
};
const leftUnpaid: Ending = { ...refused, unpaidOrder: true };
const at = { row: 1, index: 1 };

let redis: TestRedis;
let ledger: Ledger;
let run: string;
beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
beforeEach(async () => {
  run = await fillRun(ledger, [
    checkedRow(1, { action: 'CreateInstance', params: instanceParams() }),
    checkedRow(2),
  ]);
});
afterAll(() => redis.stop());

/** The same bytes with the same ClientToken once more, as a worker sends them for a purchase in doubt. */
async function resend(attemptId: string) {
  const attempt = { run, ...at, attemptId };
  await openAttempt(ledger, {
    ...attempt,
    worker: 'test-worker',
    deadlineInMs: 30_000,
    tokenWindowMs: 60_000,
  });
  return attempt;
}

describe('settle', () => {
  test('tells a person of a second order, where an earlier attempt was bought after all', async () => {
    const attempt = await open(ledger, run, 1);
    const settlement = { ...attempt, by: 'answer' as const };
    expect(await settle(ledger, { ...settlement, ending: bought })).toBe('settled');
    const late = { ...bought, bought: { ...bought.bought, orderId: 'order-2' } };
    expect(await settle(ledger, { ...settlement, attemptId: 'an-earlier-one', ending: late })).toBe('twice');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({
      state: 'succeeded',
      orderId: 'order-1',
      errorMessage: 'Bought twice: order order-2 as well.',
    });
    expect(await settle(ledger, { ...settlement, attemptId: 'an-earlier-one', ending: bought })).toBe(
      'already',
    );
  });

  test('writes down what an answer says was bought', async () => {
    const attempt = await open(ledger, run, 1);
    expect(await settle(ledger, { ...attempt, by: 'answer', ending: bought })).toBe('settled');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({
      state: 'succeeded',
      orderId: 'order-1',
      resourceIds: ['ins-1'],
      delivery: 'complete',
      requestId: 'request-1',
      settledBy: 'answer',
      worker: null,
      deadlineMs: null,
    });
    const { byState } = await readCounts(ledger, run);
    expect(byState).toMatchObject({ queued: 1, sending: 0, succeeded: 1 });
  });

  test('writes the same outcome down once', async () => {
    const attempt = await open(ledger, run, 1);
    await settle(ledger, { ...attempt, by: 'answer', ending: refused });
    const first = await purchaseAt(ledger, run, 1);
    expect(await settle(ledger, { ...attempt, by: 'answer', ending: refused })).toBe('already');
    expect(await purchaseAt(ledger, run, 1)).toEqual(first);
    expect((await readCounts(ledger, run)).errors).toEqual([
      { state: 'failed', action: 'CreateInstance', account: 'default', code: 'InvalidParameter', count: 1 },
    ]);
  });

  test('takes no refusal from an attempt that is not the open one', async () => {
    await open(ledger, run, 1);
    const other = { run, ...at, attemptId: 'another' };
    expect(await settle(ledger, { ...other, by: 'answer', ending: refused })).toBe('refused');
    expect((await purchaseAt(ledger, run, 1)).state).toBe('sending');
  });

  test('takes no refusal of a purchase that is settled otherwise', async () => {
    const attempt = await succeed(ledger, run, at);
    expect(await settle(ledger, { ...attempt, by: 'answer', ending: refused })).toBe('refused');
    expect((await purchaseAt(ledger, run, 1)).state).toBe('succeeded');
  });

  test('lets nobody but its answer settle an attempt that is open', async () => {
    const attempt = await open(ledger, run, 1);
    expect(await settle(ledger, { ...attempt, by: 'person', ending: refused })).toBe('refused');
    expect(await settle(ledger, { ...attempt, by: 'reconcile', ending: bought })).toBe('refused');
    expect((await purchaseAt(ledger, run, 1)).state).toBe('sending');
  });

  test('lets a look or a person settle a doubt, for the attempt that they looked at', async () => {
    const attempt = await loseAnswer(ledger, run, at);
    expect(await settle(ledger, { ...attempt, attemptId: 'another', by: 'person', ending: refused })).toBe(
      'refused',
    );
    expect(await settle(ledger, { ...attempt, by: 'reconcile', ending: bought })).toBe('settled');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({ settledBy: 'reconcile', errorCode: null });
  });

  test('takes a refusal that comes after its attempt was put in doubt', async () => {
    const attempt = await loseAnswer(ledger, run, at);
    expect(await settle(ledger, { ...attempt, by: 'answer', ending: refused })).toBe('settled');
    expect((await purchaseAt(ledger, run, 1)).state).toBe('failed');
  });

  test('keeps the doubt about an attempt when another one with the same token is refused', async () => {
    await loseAnswer(ledger, run, at);
    const again = await resend('again');
    expect(await settle(ledger, { ...again, by: 'answer', ending: refused })).toBe('in-doubt');
    expect(await settle(ledger, { ...again, by: 'answer', ending: refused })).toBe('in-doubt');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({ state: 'in-doubt', settledAtMs: null });
  });

  test('knows no purchase where the run has none', async () => {
    const nobody = { run, row: 9, index: 1, attemptId: 'any' };
    expect(await settle(ledger, { ...nobody, by: 'answer', ending: bought })).toBe('unknown');
  });

  test('reads a message that the API cut in the middle of a character', async () => {
    const attempt = await open(ledger, run, 1);
    const ending = { ...refused, message: 'balance too low \ud83d' };
    expect(await settle(ledger, { ...attempt, by: 'answer', ending })).toBe('settled');
    expect((await purchaseAt(ledger, run, 1)).errorMessage).toBe('balance too low \ufffd');
  });
});

describe('an answer that it was bought settles its purchase', () => {
  async function settleLate(attemptId: string): Promise<void> {
    const settled = await settle(ledger, { run, ...at, attemptId, by: 'answer', ending: bought });
    expect(settled).toBe('settled');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({
      state: 'succeeded',
      attemptId,
      orderId: 'order-1',
      settledBy: 'answer',
      unpaidOrder: false,
    });
  }

  test('when another attempt with the same token is open', async () => {
    const first = await loseAnswer(ledger, run, at);
    const again = await resend('again');
    await settleLate(first.attemptId);
    const unsent = { wasSent: false, code: null, message: null, requestId: null };
    expect(await putBack(ledger, { ...again, ...unsent })).toBe('refused');
    expect(await settle(ledger, { ...again, by: 'answer', ending: refused })).toBe('refused');
  });

  test('when another attempt with the same token was lost too', async () => {
    const first = await loseAnswer(ledger, run, at);
    await resend('again');
    await settleLate(first.attemptId);
  });

  test('when a person had called it not purchased', async () => {
    const first = await loseAnswer(ledger, run, at);
    await settle(ledger, { ...first, by: 'person', ending: leftUnpaid });
    await settleLate(first.attemptId);
  });

  test('when it was queued again meanwhile', async () => {
    const first = await fail(ledger, run, at, 'InvalidParameter');
    await requeueFailed(ledger, run, [at]);
    await settleLate(first.attemptId);
    expect((await purchaseAt(ledger, run, 1)).sentAtMs).not.toBeNull();
  });

  test('when it was cancelled meanwhile', async () => {
    const first = await fail(ledger, run, at, 'InvalidParameter');
    await requeueFailed(ledger, run, [at]);
    await changePhase(ledger, run, 'cancelled');
    await cancelQueued(ledger, run, [at]);
    await settleLate(first.attemptId);
    expect((await readCounts(ledger, run)).byState).toMatchObject({ cancelled: 0, succeeded: 1, queued: 1 });
  });

  test('and whoever says it a second time changes nothing', async () => {
    const first = await succeed(ledger, run, at);
    const before = await purchaseAt(ledger, run, 1);
    expect(await settle(ledger, { ...first, by: 'answer', ending: bought })).toBe('already');
    expect(await purchaseAt(ledger, run, 1)).toEqual(before);
  });
});
