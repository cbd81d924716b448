import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/simulator/fault-rule.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { untilCounts, untilFinished } from '../support/worker.ts';
import { instances, packages, plans, purchasesOf, withShop } from './shop.ts';

/** Long enough for an answer on this machine, short enough to wait for one that never comes. */
const environment = { TCBATCH_REQUEST_TIMEOUT_MS: '1000' };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** Ways to lose the answer of a call that was carried out. */
const losses: readonly Fault[] = [
  { kind: 'drop-after' },
  { kind: 'cut', bytes: 20 },
  { kind: 'late', ms: 3000 },
  { kind: 'html', status: 502, executed: true },
  { kind: 'empty', executed: true },
  { kind: 'code', code: 'InternalError', executed: true },
];

describe.concurrent('a purchase whose answer is lost', () => {
  test.each(losses)('is bought once, and never sent again without a token ($kind)', async (fault) => {
    await withShop(
      redis,
      { environment, faults: [{ fault, match: { times: 1 }, action: 'CreatePlan' }] },
      async ({ ledger, simulator, startWorker }) => {
        await startWorker();
        const { run } = await submitRows(ledger, plans(3));
        await untilFinished(ledger, run);
        expect(simulator.executed()).toHaveLength(3);
        expect(simulator.stats().CreatePlan?.calls).toBe(3);
        for (const { state, attempts } of await purchasesOf(ledger, run)) {
          expect(attempts).toBe(1);
          expect(['succeeded', 'in-doubt']).toContain(state);
        }
      },
    );
  });

  test.each(losses)('is bought once by the same bytes with the same token ($kind)', async (fault) => {
    await withShop(
      redis,
      { environment, faults: [{ fault, match: { times: 1 }, action: 'CreateInstance' }] },
      async ({ ledger, simulator, startWorker }) => {
        await startWorker();
        const { run } = await submitRows(ledger, instances(2));
        await untilCounts(ledger, run, ({ succeeded }) => succeeded === 2);
        expect(simulator.executed()).toHaveLength(2);
        const records = await purchasesOf(ledger, run);
        expect(records.map(({ attempts }) => attempts).sort()).toEqual([1, 2]);
        const bought = simulator.executed().map(({ orderId }) => orderId);
        expect(records.map(({ orderId }) => orderId).sort()).toEqual(bought.sort());
      },
    );
  });

  test('is bought once where one target has one plan', async () => {
    const faults = [{ fault: { kind: 'drop-after' }, match: { times: 1 } }] as const;
    await withShop(redis, { environment, faults }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, packages(2));
      await untilCounts(ledger, run, ({ succeeded }) => succeeded === 2);
      expect(simulator.executed()).toHaveLength(2);
      expect(simulator.stats().CreatePackageOrder?.calls).toBe(2);
    });
  });

  test('stays in doubt when its call was never carried out and has no token', async () => {
    const faults = [{ action: 'CreatePlan', fault: { kind: 'drop-before' }, match: { times: 1 } }] as const;
    await withShop(redis, { environment, faults }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, plans(1));
      await untilCounts(ledger, run, (counts) => counts['in-doubt'] === 1);
      expect(simulator.executed()).toHaveLength(0);
      expect(await purchasesOf(ledger, run)).toMatchObject([{ errorCode: 'Transport.ConnectionLost' }]);
    });
  });
});

describe.concurrent('a purchase that is turned away', () => {
  test('by the rate limit is bought later, and never counted as failed', async () => {
    const fault = { kind: 'code', code: 'RequestLimitExceeded' } as const;
    const faults = [{ action: 'CreatePlan', fault, match: { times: 3 } }];
    await withShop(redis, { environment, faults }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, plans(4));
      await untilCounts(ledger, run, ({ failed, succeeded }) => failed > 0 || succeeded === 4);
      expect(simulator.executed()).toHaveLength(4);
      const attempts = (await purchasesOf(ledger, run)).map((record) => record.attempts);
      expect(attempts.reduce((sum, count) => sum + count, 0)).toBe(7);
    });
  });

  test('as our clock is wrong is bought with the right time', async () => {
    const options = { environment, clockOffsetMs: 600_000 };
    await withShop(redis, options, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, packages(2));
      await untilFinished(ledger, run);
      expect(simulator.executed()).toHaveLength(2);
      for (const { state } of await purchasesOf(ledger, run)) expect(state).toBe('succeeded');
    });
  });

  test('for a reason of its own fails with it, and the others are bought', async () => {
    const fault = { kind: 'code', code: 'InvalidParameter', message: 'cut here \ud83d' } as const;
    const faults = [{ action: 'CreatePackageOrder', fault, match: { times: 1 } }];
    await withShop(redis, { environment, faults }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, packages(3));
      await untilFinished(ledger, run);
      expect(simulator.executed()).toHaveLength(2);
      const failed = (await purchasesOf(ledger, run)).filter(({ state }) => state === 'failed');
      expect(failed).toMatchObject([{ errorCode: 'InvalidParameter', errorMessage: 'cut here \ufffd' }]);
    });
  });
});
