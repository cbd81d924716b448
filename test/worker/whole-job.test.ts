import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readPurchases } from '../../src/shared/ledger/read-purchases.ts';
import { closeRedis, connectRedis } from '../../src/shared/redis/connect.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { withDistance } from '../support/distance.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';
import { startTestWorker, untilFinished } from '../support/worker.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

function mixedRows(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => {
    if (i % 3 === 0)
      return { Action: 'CreatePackageOrder', Domain: `shop-${i}.example`, Grade: 'DPG_PROFESSIONAL' };
    if (i % 3 === 1) return { Action: 'CreatePlan', PlanType: 'basic', '#Customer': `customer ${i}` };
    return {
      Action: 'CreateInstance',
      ProductCode: 'p_cloudfirewall',
      SubProductCode: 'sp_cloudfirewall_svv1',
      RegionCode: 'ap-guangzhou',
      ZoneCode: 'ap-guangzhou-6',
      PayMode: 'PrePay',
      Parameter: { pid: 1002147, timeSpan: 1, timeUnit: 'm' },
    };
  });
}

describe('a worker', () => {
  test('buys each purchase of a mixed manifest once and writes its order down', async () => {
    const ledger: Ledger = { redis: await redis.connect(), prefix: testPrefix() };
    const simulator = await startSimulator();
    const worker = await startTestWorker(ledger, simulator);
    const { run, total } = await submitRows(ledger, mixedRows(30));
    await untilFinished(ledger, run);
    await worker.close();

    const counts = await readCounts(ledger, run);
    expect(counts.byState.succeeded).toBe(total);
    expect(simulator.executed()).toHaveLength(total);
    const orders = new Set(simulator.executed().map(({ orderId }) => orderId));
    for await (const purchase of readPurchases(ledger, run)) {
      expect(purchase.attempts).toBe(1);
      if (purchase.action !== 'CreatePackageOrder') expect(orders).toContain(purchase.orderId);
    }
    await simulator.close();
  });

  test('buys the last purchase too where Redis is on another continent', () =>
    withDistance(redis.port, 60, async (port) => {
      const far = await connectRedis(`redis://127.0.0.1:${port}`, { role: 'worker' });
      const ledger: Ledger = { redis: far, prefix: testPrefix() };
      const simulator = await startSimulator();
      const worker = await startTestWorker(ledger, simulator);
      const near: Ledger = { ...ledger, redis: redis.connect() };
      const { run, total } = await submitRows(near, mixedRows(3));
      await untilFinished(near, run);
      await worker.close();
      await closeRedis(far);
      expect((await readCounts(near, run)).byState.succeeded).toBe(total);
      expect(simulator.executed()).toHaveLength(total);
      await simulator.close();
    }));
});
