import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lineKeys } from '../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { setLineRate } from '../../src/shared/ledger/line-rate.ts';
import { createPacer, type Pacer } from '../../src/worker/pacer.ts';
import type { Slot } from '../../src/worker/slot-queue.ts';
import { createStrictPacer } from '../../src/worker/strict-pacer.ts';
import { testLedger } from '../support/ledger.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { untilCounts, untilFinished } from '../support/worker.ts';
import { plans, withShop } from './shop.ts';

const line = { action: 'CreatePlan', account: 'default' };
const leastGapMicroseconds = 52_500;

let redis: TestRedis;
let ledger: Ledger;
beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(() => {
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

/** Far ahead, so that no slot has to be waited for. */
function patientPacer(ratePerSecond = 20): Pacer {
  return createPacer(ledger, line, ratePerSecond, { horizonMs: 3_600_000 });
}

async function takeOne(pacer: Pacer): Promise<number> {
  await pacer.nextSlot();
  return Number(await ledger.redis.hget(lineKeys(ledger.prefix, 'CreatePlan').pacer, 'last'));
}

describe('a rate set by hand', () => {
  test('counts from the next slot on, lower or higher', async () => {
    const pacer = patientPacer();
    const first = await takeOne(pacer);
    await setLineRate(ledger, line, 2);
    const second = await takeOne(pacer);
    expect(second - first).toBeGreaterThanOrEqual(525_000);
    await setLineRate(ledger, line, null);
    const third = await takeOne(pacer);
    // The wide first spacings of an idle line included.
    expect(third - second).toBeGreaterThanOrEqual(leastGapMicroseconds);
    expect(third - second).toBeLessThan(60_000);
  });

  test('gives way to a lower rate that a process was started with', async () => {
    await setLineRate(ledger, line, 10);
    const slow = patientPacer(4);
    const first = await takeOne(slow);
    expect((await takeOne(slow)) - first).toBeGreaterThanOrEqual(262_500);
    await takeOne(patientPacer(20));
    const afterFast = await takeOne(patientPacer(20));
    expect((await takeOne(slow)) - afterFast).toBeGreaterThanOrEqual(105_000);
  });

  test('never lets two slots be closer than the limit allows, however often it is changed', async () => {
    const rates = fc.array(fc.option(fc.double({ min: 0.05, max: 20, noNaN: true }), { nil: null }), {
      minLength: 3,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(rates, async (changes) => {
        ledger = testLedger(redis);
        const pacers = [patientPacer(20), patientPacer(7)];
        const due: number[] = [];
        for (const [i, rate] of changes.entries()) {
          await setLineRate(ledger, line, rate);
          for (let n = 0; n < 2; n += 1) due.push(await takeOne(pacers[(i + n) % 2] ?? patientPacer()));
        }
        const gaps = due.slice(1).map((at, i) => at - (due[i] ?? 0));
        // A microsecond is lost in writing each down.
        for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(leastGapMicroseconds - 1);
      }),
      { numRuns: 25 },
    );
  });

  test('lends no more leases than it says with strict pacing, once those that were out have ended', async () => {
    const strict = createStrictPacer(ledger, line, { ratePerSecond: 20, callTimeoutMs: 60_000 });
    const out: Slot[] = [];
    const takeLease = async () => {
      const slot = await strict.nextSlot();
      if (slot) out.push(slot);
    };
    for (let n = 0; n < 5; n += 1) await takeLease();
    await setLineRate(ledger, line, 2);
    const waiting = takeLease();
    for (let n = 0; n < 3; n += 1) await out[n]?.close({ wasSent: false });
    expect(await ledger.redis.zcard(lineKeys(ledger.prefix, 'CreatePlan').leases)).toBe(2);
    expect(out).toHaveLength(5);
    await out[3]?.close({ wasSent: false });
    await waiting;
    expect(out).toHaveLength(6);
    strict.stop();
  });

  test('takes a lease back that waited too long for its send with strict pacing', async () => {
    const strict = createStrictPacer(ledger, line, { ratePerSecond: 20, callTimeoutMs: 60_000 });
    const slot = await strict.nextSlot();
    expect(await slot?.reach()).toBe(true);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 6_000);
    try {
      expect(slot?.isTimely()).toBe(false);
      expect(await slot?.reach()).toBe(false);
    } finally {
      clock.mockRestore();
    }
  });

  test('keeps every second under the limit while workers buy and it is changed', async () => {
    await withShop(redis, {}, async ({ ledger: shared, simulator, startWorker }) => {
      const { run } = await submitRows(shared, plans(60));
      await Promise.all([startWorker(), startWorker()]);
      for (const [bought, rate] of [
        [10, 5],
        [15, 20],
        [30, 10],
        [40, null],
      ] as const) {
        await untilCounts(shared, run, ({ succeeded }) => succeeded >= bought);
        await setLineRate(shared, line, rate);
      }
      await untilFinished(shared, run);
      expect(simulator.stats().CreatePlan).toMatchObject({ calls: 60, refused: 0 });
      expect(simulator.stats().CreatePlan?.maxInSlidingSecond).toBeLessThanOrEqual(20);
    });
  });
});
