import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { doubt } from '../../../src/shared/ledger/doubt.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { openAttempt } from '../../../src/shared/ledger/open-attempt.ts';
import { type PutBack, putBack } from '../../../src/shared/ledger/put-back.ts';
import { readCounts } from '../../../src/shared/ledger/read-counts.ts';
import { changePhase, readRun } from '../../../src/shared/ledger/runs.ts';
import type { AttemptRef } from '../../../src/shared/ledger/transition.ts';
import {
  checkedRow,
  fillRun,
  instanceParams,
  loseAnswer,
  open,
  succeed,
  testLedger,
} from '../../support/ledger.ts';
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
  run = await fillRun(ledger, [checkedRow(1, { action: 'CreateInstance', params: instanceParams() })]);
});
afterAll(() => redis.stop());

function turnedAway(attempt: AttemptRef): PutBack {
  return { ...attempt, wasSent: true, code: 'RequestLimitExceeded', message: 'Slow down.', requestId: 'r-1' };
}

function neverLeft(attempt: AttemptRef): PutBack {
  return { ...attempt, wasSent: false, code: null, message: null, requestId: null };
}

async function resend(attemptId: string): Promise<AttemptRef> {
  const attempt = { run, ...at, attemptId };
  await openAttempt(ledger, {
    ...attempt,
    worker: 'test-worker',
    deadlineInMs: 30_000,
    tokenWindowMs: 60_000,
  });
  return attempt;
}

describe('putBack', () => {
  test('queues a purchase that was turned away, and remembers why', async () => {
    const attempt = await open(ledger, run, 1);
    expect(await putBack(ledger, turnedAway(attempt))).toBe('queued');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({
      state: 'queued',
      attempts: 1,
      errorCode: 'RequestLimitExceeded',
      requestId: 'r-1',
      worker: null,
      deadlineMs: null,
    });
    expect((await readCounts(ledger, run)).errors).toEqual([]);
  });

  test('forgets an attempt of which not a byte left', async () => {
    expect(await putBack(ledger, neverLeft(await open(ledger, run, 1)))).toBe('queued');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({
      attempts: 0,
      attemptId: null,
      sentAtMs: null,
      firstSentAtMs: null,
    });
  });

  test('is refused to all but the open attempt', async () => {
    const attempt = await open(ledger, run, 1);
    expect(await putBack(ledger, turnedAway({ ...attempt, attemptId: 'another' }))).toBe('refused');
    await putBack(ledger, turnedAway(attempt));
    expect(await putBack(ledger, turnedAway(attempt))).toBe('refused');
  });

  test('is refused for a purchase that has its outcome', async () => {
    expect(await putBack(ledger, turnedAway(await succeed(ledger, run, at)))).toBe('refused');
  });

  test('queues a purchase in doubt whose late answer says it was turned away', async () => {
    expect(await putBack(ledger, turnedAway(await loseAnswer(ledger, run, at)))).toBe('queued');
    expect((await readRun(ledger, run))?.finishedAtMs).toBeNull();
  });

  test('cancels a purchase whose run was cancelled meanwhile', async () => {
    const attempt = await open(ledger, run, 1);
    await changePhase(ledger, run, 'cancelled');
    expect(await putBack(ledger, turnedAway(attempt))).toBe('cancelled');
    expect((await purchaseAt(ledger, run, 1)).settledAtMs).not.toBeNull();
  });

  test('knows no purchase where the run has none', async () => {
    expect(await putBack(ledger, turnedAway({ run, row: 9, index: 1, attemptId: 'any' }))).toBe('unknown');
  });
});

describe('a resend that was surely not executed', () => {
  test('leaves the doubt as it was before', async () => {
    const lost = await loseAnswer(ledger, run, at);
    const before = await purchaseAt(ledger, run, 1);
    const again = await resend('again');
    const { sentAtMs } = await purchaseAt(ledger, run, 1);
    expect(await putBack(ledger, neverLeft(again))).toBe('in-doubt');
    // A look reaches to the last attempt, as one between the first and the last may be what was bought.
    expect(await purchaseAt(ledger, run, 1)).toEqual({ ...before, sentAtMs });
    expect(before).toMatchObject({ attemptId: lost.attemptId, errorCode: 'Transport.Timeout', attempts: 1 });
  });

  test('is taken back once, however often it is written', async () => {
    await loseAnswer(ledger, run, at);
    const again = await resend('again');
    await putBack(ledger, neverLeft(again));
    const once = await purchaseAt(ledger, run, 1);
    expect(await putBack(ledger, neverLeft(again))).toBe('refused');
    expect(await purchaseAt(ledger, run, 1)).toEqual(once);
  });

  test('lets the late answer of the attempt before it speak for the purchase', async () => {
    const lost = await loseAnswer(ledger, run, at);
    await putBack(ledger, turnedAway(await resend('again')));
    expect(await putBack(ledger, turnedAway(lost))).toBe('queued');
  });

  test('keeps the doubts of all attempts before it', async () => {
    await loseAnswer(ledger, run, at);
    const second = await resend('second');
    await putBack(ledger, turnedAway(await resendAfterLoss('third')));
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({ state: 'in-doubt', attemptId: 'second' });
    expect(await putBack(ledger, turnedAway(second))).toBe('in-doubt');
  });
});

async function resendAfterLoss(attemptId: string): Promise<AttemptRef> {
  await doubt(ledger, {
    run,
    ...at,
    attemptId: 'second',
    code: 'Transport.Timeout',
    message: '',
    requestId: null,
  });
  return resend(attemptId);
}
