import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { doubt } from '../../../src/shared/ledger/doubt.ts';
import { checkFence, liftFence } from '../../../src/shared/ledger/fence.ts';
import { runKeys } from '../../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { type Opened, openAttempt } from '../../../src/shared/ledger/open-attempt.ts';
import { readPurchase } from '../../../src/shared/ledger/read-purchases.ts';
import { checkedRows, fillRun } from '../../support/ledger.ts';
import { testPrefix, withRedis } from '../../support/redis.ts';
import { type RedisPair, withRedisPair } from '../../support/redis-pair.ts';
import { until } from '../../support/until.ts';

const prefix = testPrefix();

/** Opens an attempt whose intent so many replicas will confirm. */
function openFor(ledger: Ledger, run: string, row: number, replicas: number): Promise<Opened> {
  const attempt = { run, row, index: 1, attemptId: randomUUID() };
  const intent = { worker: 'test-worker', deadlineInMs: 30_000, tokenWindowMs: 0 };
  return openAttempt(ledger, { ...attempt, ...intent }, { replicas });
}

/** The same, once the terms that this is on stood for long enough. */
async function openWeakly(ledger: Ledger, run: string, row: number): Promise<void> {
  await until('it is opened', async () => (await openFor(ledger, run, row, 0)).kind === 'opened');
}

/** Puts a purchase in doubt whose attempt is open. */
async function loseOpen(ledger: Ledger, run: string, row: number): Promise<void> {
  const at = { run, row, index: 1 };
  const attemptId = (await readPurchase(ledger, run, at))?.attemptId ?? '';
  await doubt(ledger, { ...at, attemptId, code: 'Client.WorkerLost', message: '', requestId: null });
}

/** A run that the replica has, but of which it hears nothing more, and whose server sees no replica any longer. */
async function cutOffBeforeFirst(pair: RedisPair, old: Ledger): Promise<string> {
  const run = await fillRun(old, checkedRows(1));
  await old.redis.wait(1, 0);
  await pair.cut();
  const isAlone = async () => /^connected_slaves:0/m.test(await old.redis.info('replication'));
  await until('the primary sees no replica', isAlone);
  return run;
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
      expect(await openFor(old, run, 1, 0)).toEqual({ kind: 'fenced' });
      await old.redis.wait(1, 0);
      await pair.cut();
      await openWeakly(old, run, 1);
      await pair.promote();
      // The call of row 1 may have been sent, and nothing of it is known here.
      expect(await openFor(promoted, run, 1, 0)).toEqual({ kind: 'fenced' });
      expect((await checkFence(promoted, run)).wholeness).toBe('calls-lost');
    }));

  test('may lack calls on a replica that was cut off before the first of them', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await cutOffBeforeFirst(pair, old);
      await openWeakly(old, run, 1);
      await pair.promote();
      expect((await checkFence(promoted, run)).wholeness).toBe('calls-lost');
      expect(await openFor(promoted, run, 1, 0)).toEqual({ kind: 'fenced' });
    }));

  test('may lack calls on such a replica also after it has read its own file', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await cutOffBeforeFirst(pair, old);
      await openWeakly(old, run, 1);
      await pair.promote();
      // What it took over from the primary is not in its file before.
      const isFiled = async () =>
        /^aof_rewrite_in_progress:0/m.test(await promoted.redis.info('persistence'));
      await until('its file is written', isFiled);
      await pair.replica.restart();
      expect((await checkFence(promoted, run)).wholeness).toBe('calls-lost');
    }));

  test('may lack calls on a replica whose link hung when they were sent', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(2));
      await old.redis.wait(1, 0);
      pair.hang();
      const both = await Promise.all([openFor(old, run, 1, 0), openFor(old, run, 2, 0)]);
      expect(both).toEqual([{ kind: 'fenced' }, { kind: 'fenced' }]);
      await openWeakly(old, run, 1);
      await pair.promote();
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

  test('that nobody worked yet may lack calls on a promoted replica, which cannot know that', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(1));
      await old.redis.wait(1, 0);
      await pair.promote();
      expect((await checkFence(promoted, run)).wholeness).toBe('calls-lost');
    }));

  test('that nobody worked yet lacks no calls where its workers said before that they wait for the replica', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(1));
      await checkFence(old, run, { replicas: 1 });
      await old.redis.wait(1, 0);
      await pair.promote();
      expect((await checkFence(promoted, run, { replicas: 1 })).wholeness).toBe('tail-lost');
    }));

  test('may lack calls where one of its workers waits for fewer', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(1));
      for (const replicas of [1, 0, 1]) await checkFence(old, run, { replicas });
      await old.redis.wait(1, 0);
      await pair.promote();
      expect((await checkFence(promoted, run)).wholeness).toBe('calls-lost');
    }));

  test('of an older version, which noted nothing before the first intent, is whole on its own server alone', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(1));
      await old.redis.hdel(runKeys(prefix, run).run, 'replicas', 'confirmed');
      await old.redis.wait(1, 0);
      await pair.cut();
      await pair.primary.restart();
      expect((await checkFence(old, run)).wholeness).toBe('whole');
      await pair.promote();
      expect((await checkFence(promoted, run)).wholeness).toBe('calls-lost');
    }));
});

describe('openAttempt', () => {
  test('has weaker terms written down for a second before it opens by them, whoever asks', () =>
    withRedisPair(async (pair) => {
      const { old } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(3));
      expect(await openFor(old, run, 1, 1)).toMatchObject({ kind: 'opened' });
      const askedAtMs = Date.now();
      const both = await Promise.all([openFor(old, run, 2, 0), openFor(old, run, 3, 0)]);
      expect(both).toEqual([{ kind: 'fenced' }, { kind: 'fenced' }]);
      await openWeakly(old, run, 2);
      expect(Date.now() - askedAtMs).toBeGreaterThanOrEqual(1000);
      expect(await openFor(old, run, 3, 0)).toMatchObject({ kind: 'opened' });
    }));

  test('opens meanwhile by what every replica confirms', () =>
    withRedisPair(async (pair) => {
      const { old } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(2));
      await checkFence(old, run, { replicas: 1 });
      expect(await openFor(old, run, 1, 0)).toEqual({ kind: 'fenced' });
      expect(await openFor(old, run, 2, 1)).toMatchObject({ kind: 'opened' });
    }));

  test('has no run wait for long because the clock was set back', () =>
    withRedisPair(async (pair) => {
      const { old } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(1));
      await checkFence(old, run, { replicas: 1 });
      expect(await openFor(old, run, 1, 0)).toEqual({ kind: 'fenced' });
      await old.redis.hset(runKeys(prefix, run).run, 'weakenedAt', Date.now() + 600_000);
      expect(await openFor(old, run, 1, 0)).toMatchObject({ kind: 'opened' });
    }));
});

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

  test('leaves a run that may lack calls on the next server as well, until its workers said how they send', () =>
    withRedisPair(async (pair) => {
      const { old, promoted } = ledgersOf(pair);
      const run = await fillRun(old, checkedRows(1));
      expect(await openFor(old, run, 1, 1)).toMatchObject({ kind: 'opened' });
      await loseOpen(old, run, 1);
      await old.redis.wait(1, 0);
      await pair.promote();
      const { server } = await checkFence(promoted, run);
      expect(await liftFence(promoted, run, { server, areLinesHeld: false })).toBe('lifted');
      // As a second replica has it that is cut off before it hears of any call.
      await pair.replica.connect().replicaof('127.0.0.1', 1);
      await pair.promote();
      expect((await checkFence(promoted, run)).wholeness).toBe('calls-lost');
    }));
});
