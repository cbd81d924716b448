import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHold, releaseLine } from '../../src/shared/ledger/line-hold.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startTestWorker, untilCounts, untilFinished } from '../support/worker.ts';
import { packages, plans, purchasesOf, until, withShop } from './shop.ts';

const environment = { TCBATCH_REQUEST_TIMEOUT_MS: '1000' };
const planLine = { action: 'CreatePlan', account: 'default' };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

describe('a line', () => {
  test('is held by an error of the whole account, and goes on where it stopped once it is released', async () => {
    const fault = { kind: 'code', code: 'UnauthorizedOperation' } as const;
    await withShop(
      redis,
      { environment, faults: [{ fault }] },
      async ({ ledger, simulator, startWorker }) => {
        await startWorker();
        const { run } = await submitRows(ledger, [...plans(30), ...packages(1)]);
        await until(async () => (await readHold(ledger, planLine)) !== null);
        await untilCounts(ledger, run, ({ sending }) => sending === 0);
        expect((await readHold(ledger, planLine))?.code).toBe('UnauthorizedOperation');
        // One call, and those that were on their way with it; nothing is burnt by it.
        expect(simulator.stats().CreatePlan?.calls).toBeLessThan(10);
        expect((await purchasesOf(ledger, run)).every(({ state }) => state === 'queued')).toBe(true);

        simulator.setFaults([]);
        await releaseLine(ledger, planLine);
        await releaseLine(ledger, { action: 'CreatePackageOrder', account: 'default' });
        await untilFinished(ledger, run);
        expect(simulator.executed()).toHaveLength(31);
      },
    );
  });

  test('is held by the fifth equal answer in a row that nobody understands', async () => {
    const fault = { kind: 'code', code: 'Whatever.ThisIs' } as const;
    const faults = [{ fault }];
    await withShop(redis, { environment, faults }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, plans(40));
      await until(async () => (await readHold(ledger, planLine)) !== null);
      await untilCounts(ledger, run, ({ sending }) => sending === 0);
      const records = await purchasesOf(ledger, run);
      const doubts = records.filter(({ state }) => state === 'in-doubt');
      expect(doubts.length).toBeGreaterThanOrEqual(5);
      expect(doubts.length).toBeLessThan(15);
      expect(records.filter(({ state }) => state === 'queued')).toHaveLength(40 - doubts.length);
      expect(simulator.executed()).toHaveLength(0);
    });
  });

  test('backs off while the service cannot be reached, and goes on when it can', async () => {
    const first = await startSimulator();
    await first.close();
    await withShop(redis, {}, async ({ ledger }) => {
      const worker = await startTestWorker(ledger, first, environment);
      const { run } = await submitRows(ledger, packages(3));
      await until(async () => (await redisMisses(ledger.prefix)) > 0);
      const second = await startSimulator({ port: first.port });
      await untilFinished(ledger, run);
      await worker.close();
      expect(second.executed()).toHaveLength(3);
      for (const { state, attempts } of await purchasesOf(ledger, run)) {
        expect({ state, attempts }).toEqual({ state: 'succeeded', attempts: 1 });
      }
      await second.close();
    });
  });

  async function redisMisses(prefix: string): Promise<number> {
    const client = redis.connect();
    return Number(await client.hget(`${prefix}:{line-CreatePackageOrder}:pacer`, 'misses'));
  }
});
