import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lineKeys } from '../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { holdLine, releaseLine } from '../../src/shared/ledger/line-hold.ts';
import { createPacer, type Pacer } from '../../src/worker/pacer.ts';
import { testLedger } from '../support/ledger.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';
import { withRedisPair } from '../support/redis-pair.ts';
import { until } from '../support/until.ts';
import { untilFinished } from '../support/worker.ts';
import { plans, withShop } from './shop.ts';

const line = { action: 'CreatePlan', account: 'default' };

let redis: TestRedis;
let ledger: Ledger;
beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(() => {
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

/** When the last slot given out is due, in microseconds by the clock of Redis. */
async function lastDue({ redis, prefix }: Ledger = ledger): Promise<number> {
  return Number(await redis.hget(lineKeys(prefix, 'CreatePlan').pacer, 'last'));
}

function gapsOf(due: readonly number[]): number[] {
  return due.slice(1).map((at, i) => at - (due[i] ?? 0));
}

/** Far ahead, so that no slot has to be waited for. */
function patientPacer(ratePerSecond = 20): Pacer {
  return createPacer(ledger, line, ratePerSecond, { horizonMs: 3_600_000 });
}

async function take(pacer: Pacer, count: number): Promise<number[]> {
  const due: number[] = [];
  for (let i = 0; i < count; i += 1) {
    await pacer.nextSlot();
    due.push(await lastDue());
  }
  return due;
}

describe('the pacer', () => {
  test('gives slots out a little further apart than the rate asks for', async () => {
    const due = await take(patientPacer(20), 10);
    const gaps = gapsOf(due);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(52_500);
  });

  test('shares one line among all processes', async () => {
    const pacers = [patientPacer(), patientPacer(), patientPacer()];
    const [first = 0] = await take(patientPacer(), 1);
    await Promise.all(pacers.flatMap((pacer) => Array.from({ length: 5 }, () => pacer.nextSlot())));
    expect((await lastDue()) - first).toBeGreaterThanOrEqual(15 * 52_500);
  });

  test('gives a slot out far enough ahead to one who needs long to get ready and is alone', async () => {
    const pacer = createPacer(ledger, line, 20);
    const tryOnce = async () => {
      const slot = await pacer.nextSlot();
      // As with a Redis on the other side of the world: longer than a slot is ahead, and may be used after its moment.
      await delay(120);
      return (await slot?.reach()) ?? false;
    };
    let tries = 1;
    while (tries < 50 && !(await tryOnce())) tries += 1;
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(50);
  });

  test('gives up a slot that is reached late, but not where the limit is lifted and nothing comes near it', async () => {
    const isUsable = async (ratePerSecond: number) => {
      const slot = await createPacer(testLedger(redis), line, ratePerSecond).nextSlot();
      await delay(120);
      return (await slot?.reach()) && slot?.isTimely();
    };
    expect(await isUsable(20)).toBe(false);
    expect(await isUsable(5000)).toBe(true);
  });

  test('keeps what comes a second after a call that left late as far from it as if it had left in time', async () => {
    const pacer = patientPacer();
    // The first slots of an idle line are further apart.
    await take(pacer, 24);
    const leaveLate = async (): Promise<number> => {
      const slot = await pacer.nextSlot();
      const due = await lastDue();
      await slot?.reach();
      await delay(5);
      // A machine that stalls here loses the slot.
      return slot?.isTimely() ? due : leaveLate();
    };
    const due = await leaveLate();
    const { pacer: key } = lineKeys(ledger.prefix, 'CreatePlan');
    await until('it is noted', async () => (await ledger.redis.hexists(key, 'late')) === 1);
    await take(pacer, 19);
    expect((await lastDue()) - due).toBeLessThan(1_000_000);
    await take(pacer, 1);
    expect((await lastDue()) - due).toBeGreaterThan(1_053_000);
  });

  test('starts a second after the slots that another server may have given out', () =>
    withRedisPair(async (pair) => {
      const prefix = testPrefix();
      const takeFrom = async (server: TestRedis) => {
        const own = { redis: server.connect(), prefix };
        await createPacer(own, line, 20).nextSlot();
        return lastDue(own);
      };
      await takeFrom(pair.primary);
      await pair.primary.connect().wait(1, 0);
      await pair.cut();
      // The replica hears nothing of these.
      await takeFrom(pair.primary);
      const last = await takeFrom(pair.primary);
      await pair.promote();
      // Both servers have the clock of this machine. A slot is used no later than 25 ms after it is due.
      expect((await takeFrom(pair.replica)) - last).toBeGreaterThan(1_025_000);
    }));

  test('gives nothing out while the line is held, and goes on when it is released', async () => {
    await holdLine(ledger, line, { code: 'Person', reason: 'Stop.' });
    const pacer = patientPacer();
    const waiting = pacer.nextSlot();
    expect(await lastDue()).toBe(0);
    await releaseLine(ledger, line);
    expect(await waiting).not.toBeNull();
    expect(await lastDue()).toBeGreaterThan(0);
  });

  test('lets go of all who wait when it is stopped', async () => {
    await holdLine(ledger, line, { code: 'Person', reason: 'Stop.' });
    const pacer = patientPacer();
    const waiting = [pacer.nextSlot(), pacer.nextSlot()];
    pacer.stop();
    expect(await Promise.all(waiting)).toEqual([null, null]);
  });

  test('pushes the next slot of everybody back and widens what follows when the API turns a call away', async () => {
    const pacer = patientPacer();
    const [before = 0] = await take(pacer, 1);
    await patientPacer().slowDown();
    const due = await take(pacer, 4);
    expect((due[0] ?? 0) - before).toBeGreaterThanOrEqual(900_000);
    const gaps = gapsOf(due);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(52_500 * 1.25 - 1);
  });

  test('widens once for calls that were turned away together', async () => {
    const pacer = patientPacer();
    await Promise.all(Array.from({ length: 8 }, () => pacer.slowDown()));
    const widen = await ledger.redis.hget(lineKeys(ledger.prefix, 'CreatePlan').pacer, 'widen');
    expect(Number(widen)).toBe(1.25);
  });

  test('keeps the calls of several workers under the limit of any second', async () => {
    await withShop(redis, {}, async ({ ledger: shared, simulator, startWorker }) => {
      const { run } = await submitRows(shared, plans(45));
      await Promise.all([startWorker(), startWorker()]);
      await untilFinished(shared, run);
      expect(simulator.stats().CreatePlan).toMatchObject({ calls: 45, refused: 0 });
      expect(simulator.stats().CreatePlan?.maxInSlidingSecond).toBeLessThanOrEqual(20);
    });
  });
});
