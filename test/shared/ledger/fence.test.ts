import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { doubt } from '../../../src/shared/ledger/doubt.ts';
import { checkFence, liftFence } from '../../../src/shared/ledger/fence.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { type Opened, openAttempt } from '../../../src/shared/ledger/open-attempt.ts';
import { readPurchase } from '../../../src/shared/ledger/read-purchases.ts';
import { checkedRows, fillRun } from '../../support/ledger.ts';
import { testPrefix, withRedis } from '../../support/redis.ts';
import { type RedisPair, withRedisPair } from '../../support/redis-pair.ts';

const prefix = testPrefix();

/** Opens an attempt whose intent so many replicas will confirm. */
function openFor(ledger: Ledger, run: string, row: number, replicas: number): Promise<Opened> {
  const attempt = { run, row, index: 1, attemptId: randomUUID() };
  const intent = { worker: 'test-worker', deadlineInMs: 30_000, tokenWindowMs: 0, replicas };
  return openAttempt(ledger, { ...attempt, ...intent });
}

/** Puts a purchase in doubt whose attempt is open. */
async function loseOpen(ledger: Ledger, run: string, row: number): Promise<void> {
  const at = { run, row, index: 1 };
  const attemptId = (await readPurchase(ledger, run, at))?.attemptId ?? '';
  await doubt(ledger, { ...at, attemptId, code: 'Client.WorkerLost', message: '', requestId: null });
}

/** The ledger as either server has it. */
function ledgersOf({ primary, replica }: RedisPair): { readonly old: Ledger; readonly promoted: Ledger } {
  return { old: { redis: primary.connect(), prefix }, promoted: { redis: replica.connect(), prefix } };
}

describe('a run', () => {
  test('is whole where it was made, and after that server has read its own file', () =>
    withRedis(async (redis) => {
      const ledger = { redis: redis.connect(), prefix };
      const run = await fillRun(ledger, checkedRows(2));
      const before = await checkFence(ledger, run);
      expect(before.wholeness).toBe('whole');
      expect(await openFor(ledger, run, 1, 0)).toMatchObject({ kind: 'opened' });
      await redis.restart();
      expect(await openFor(ledger, run, 2, 0)).toMatchObject({ kind: 'opened' });
      const after = await checkFence(ledger, run);
      expect(after.wholeness).toBe('whole');
      expect(after.server).not.toBe(before.server);
    }));

  test('is whole when its server is given a first replica', () =>
    withRedisPair(
      async (pair) => {
        const { old } = ledgersOf(pair);
        const run = await fillRun(old, checkedRows(1));
        await pair.join();
        expect((await checkFence(old, run)).wholeness).toBe('whole');
        expect(await openFor(old, run, 1, 1)).toMatchObject({ kind: 'opened' });
      },
      { areJoined: false },
    ));

  test('is fenced on a promoted replica, which may lack what was not waited for', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(2));
      expect(await openFor(old, run, 1, 1)).toMatchObject({ kind: 'opened' });
      await old.redis.wait(1, 0);
      await pair.cut();
      await pair.promote();
      expect(await openFor(promoted, run, 2, 1)).toEqual({ kind: 'fenced' });
      expect((await checkFence(promoted, run)).wholeness).toBe('tail-lost');
    }));

  test('may lack calls on a promoted replica when intents did not wait for it', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(2));
      await openFor(old, run, 1, 0);
      await old.redis.wait(1, 0);
      await pair.cut();
      expect(await openFor(old, run, 1, 0)).toMatchObject({ kind: 'opened' });
      await pair.promote();
      // The call of row 1 may have been sent, and nothing of it is known here.
      expect(await openFor(promoted, run, 1, 0)).toEqual({ kind: 'fenced' });
      expect((await checkFence(promoted, run)).wholeness).toBe('calls-lost');
    }));

  test('is not taken for whole when a server that had replicas is started again', () =>
    withRedisPair(async (pair) => {
      const { old } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(2));
      expect(await openFor(old, run, 1, 1)).toMatchObject({ kind: 'opened' });
      await pair.primary.restart();
      expect(await openFor(old, run, 2, 1)).toEqual({ kind: 'fenced' });
      expect((await checkFence(old, run)).wholeness).toBe('tail-lost');
    }));

  test('that nobody worked yet lacks no calls, however its server was replaced', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(1));
      await old.redis.wait(1, 0);
      await pair.promote();
      expect((await checkFence(promoted, run)).wholeness).toBe('tail-lost');
    }));
});

test('openAttempt has weaker terms written down before it opens by them', () =>
  withRedisPair(async (pair) => {
    const { old } = ledgersOf(pair);
    const run = await fillRun(old, checkedRows(2));
    expect(await openFor(old, run, 1, 1)).toMatchObject({ kind: 'opened' });
    expect(await openFor(old, run, 2, 0)).toEqual({ kind: 'fenced' });
    expect(await openFor(old, run, 2, 0)).toMatchObject({ kind: 'opened' });
  }));

describe('liftFence', () => {
  test('waits for the open attempts, and then has the run go on', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(3));
      expect(await openFor(old, run, 2, 1)).toMatchObject({ kind: 'opened' });
      await old.redis.wait(1, 0);
      await pair.promote();
      const { server } = await checkFence(promoted, run);
      expect(await liftFence(promoted, run, { server, areLinesHeld: true })).toBe('open');
      await loseOpen(promoted, run, 2);
      expect(await liftFence(promoted, run, { server: 'another', areLinesHeld: true })).toBe('moved');
      expect(await liftFence(promoted, run, { server, areLinesHeld: true })).toBe('lifted');
      expect(await openFor(promoted, run, 3, 0)).toMatchObject({ kind: 'opened' });
    }));

  test('lets a run that may lack calls go on only with its lines held', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(2));
      await openFor(old, run, 1, 0);
      await old.redis.wait(1, 0);
      await pair.promote();
      const { server } = await checkFence(promoted, run);
      expect(await liftFence(promoted, run, { server, areLinesHeld: false })).toBe('calls-lost');
      expect(await openFor(promoted, run, 1, 0)).toEqual({ kind: 'fenced' });
      expect(await liftFence(promoted, run, { server, areLinesHeld: true })).toBe('lifted');
      expect(await openFor(promoted, run, 1, 0)).toMatchObject({ kind: 'opened' });
    }));
});
