import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { doubt, expireAttempt } from '../../../src/shared/ledger/doubt.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { type OpenAttempt, type Opened, openAttempt } from '../../../src/shared/ledger/open-attempt.ts';
import { readCounts } from '../../../src/shared/ledger/read-counts.ts';
import { readOverdue, readSending } from '../../../src/shared/ledger/read-purchases.ts';
import { changePhase, readRun } from '../../../src/shared/ledger/runs.ts';
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

function openWith(attemptId: string, differences: Partial<OpenAttempt> = {}): Promise<Opened> {
  const intent = { run, ...at, attemptId, worker: 'w', deadlineInMs: 30_000, tokenWindowMs: 0 };
  return openAttempt(ledger, { ...intent, ...differences });
}

describe('openAttempt', () => {
  test('writes the intent of a queued purchase down', async () => {
    expect(await openWith('first')).toEqual({ kind: 'opened' });
    const record = await purchaseAt(ledger, run, 1);
    expect(record).toMatchObject({ state: 'sending', attemptId: 'first', worker: 'w', attempts: 1 });
    expect(record.deadlineMs).toBe((record.sentAtMs ?? 0) + 30_000);
    expect(await readSending(ledger, run)).toEqual([at]);
    expect((await readRun(ledger, run))?.finishedAtMs).toBeNull();
  });

  test('says the same again to the attempt that is open', async () => {
    const first = await openWith('first');
    expect(await openWith('first')).toEqual(first);
    expect((await purchaseAt(ledger, run, 1)).attempts).toBe(1);
  });

  test('allows no second attempt beside the one that is open', async () => {
    await openWith('first');
    expect(await openWith('second', { tokenWindowMs: 60_000 })).toEqual({
      kind: 'refused',
      state: 'sending',
      phase: 'running',
    });
    expect((await purchaseAt(ledger, run, 1)).attemptId).toBe('first');
  });

  test.each(['paused', 'cancelled'] as const)('allows nothing in a run that is %s', async (phase) => {
    await changePhase(ledger, run, phase);
    expect(await openWith('first')).toEqual({ kind: 'refused', state: 'queued', phase });
  });

  test('allows nothing in a run whose submission was cut short', async () => {
    run = await fillRun(ledger, [checkedRow(1)], { isSealed: false });
    expect(await openWith('first')).toEqual({ kind: 'refused', state: 'queued', phase: 'submitting' });
  });

  test('allows nothing for a purchase that is settled', async () => {
    await succeed(ledger, run, at);
    expect(await openWith('again', { tokenWindowMs: 60_000 })).toMatchObject({ state: 'succeeded' });
    run = await fillRun(ledger, [checkedRow(1)]);
    await fail(ledger, run, at, 'InvalidParameter');
    expect(await openWith('again', { tokenWindowMs: 60_000 })).toMatchObject({ state: 'failed' });
  });

  test('allows nothing for a purchase that nobody admitted', async () => {
    const opened = await openWith('first', { row: 7 });
    expect(opened).toEqual({ kind: 'refused', state: 'unknown', phase: 'running' });
    expect((await readCounts(ledger, run)).byState).toMatchObject({ queued: 1, sending: 0 });
  });

  test('sends a purchase in doubt again while its token lives, and not after', async () => {
    await loseAnswer(ledger, run, at);
    expect(await openWith('again')).toMatchObject({ kind: 'refused', state: 'in-doubt' });
    expect(await openWith('again', { tokenWindowMs: 60_000 })).toEqual({ kind: 'opened' });
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({ attempts: 2 });
  });

  test("counts a token's life from the first attempt, whichever came after it", async () => {
    await loseAnswer(ledger, run, at);
    const { firstSentAtMs } = await purchaseAt(ledger, run, 1);
    await openWith('again', { tokenWindowMs: 60_000 });
    expect((await purchaseAt(ledger, run, 1)).firstSentAtMs).toBe(firstSentAtMs);
  });

  test('counts the calls of the last seconds by action', async () => {
    await openWith('first');
    expect((await readCounts(ledger, run)).rate.CreateInstance).toBeGreaterThan(0);
  });
});

describe('doubt', () => {
  const told = { code: 'Transport.Timeout', message: 'No answer.', requestId: null };

  test('is about the open attempt alone', async () => {
    const attempt = await open(ledger, run, 1);
    expect(await doubt(ledger, { ...attempt, attemptId: 'another', ...told })).toBe('refused');
    expect(await doubt(ledger, { ...attempt, ...told })).toBe('in-doubt');
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({
      state: 'in-doubt',
      errorCode: 'Transport.Timeout',
      worker: null,
      deadlineMs: null,
    });
  });

  test('is refused for a purchase that has its outcome', async () => {
    const attempt = await succeed(ledger, run, at);
    expect(await doubt(ledger, { ...attempt, ...told })).toBe('refused');
  });

  test('comes by itself over an attempt past its deadline, and not before', async () => {
    await openWith('first');
    expect(await readOverdue(ledger, run)).toEqual([]);
    expect(await expireAttempt(ledger, { run, ...at })).toBe('refused');

    run = await fillRun(ledger, [checkedRow(1)]);
    await openWith('first', { deadlineInMs: -1 });
    expect(await readOverdue(ledger, run)).toEqual([at]);
    expect(await expireAttempt(ledger, { run, ...at })).toBe('in-doubt');
    expect((await purchaseAt(ledger, run, 1)).errorCode).toBe('Client.WorkerLost');
    expect(await expireAttempt(ledger, { run, ...at })).toBe('refused');
  });

  test('finishes a run that waits for nothing else', async () => {
    await loseAnswer(ledger, run, at);
    expect((await readRun(ledger, run))?.finishedAtMs).not.toBeNull();
  });
});
