import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readHold, releaseLine } from '../../src/shared/ledger/line-hold.ts';
import { readPurchase } from '../../src/shared/ledger/read-purchases.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';
import { startTestWorker, untilCounts } from '../support/worker.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const plan = { Action: 'CreatePlan', PlanType: 'basic' };
const domain = { Action: 'CreatePackageOrder', Domain: 'shop.example', Grade: 'DPG_ULTIMATE' };

describe.concurrent('reconcile', () => {
  test('settles a CreatePackageOrder whose answer was lost by the grade of its domain', async () => {
    const ledger: Ledger = { redis: redis.connect(), prefix: testPrefix() };
    const simulator = await startSimulator({
      faults: [{ action: 'CreatePackageOrder', match: { times: 1 }, fault: { kind: 'drop-after' } }],
    });
    const worker = await startTestWorker(ledger, simulator);
    const { run } = await submitRows(ledger, [domain]);
    await untilCounts(ledger, run, ({ succeeded }) => succeeded === 1);
    await worker.close();
    expect(simulator.executed()).toHaveLength(1);
    expect((await readPurchase(ledger, run, { row: 1, index: 1 }))?.settledBy).toBe('reconcile');
    await simulator.close();
  });

  test('settles CreatePlans whose answers were lost by the plans that are new and unclaimed', async () => {
    const ledger: Ledger = { redis: redis.connect(), prefix: testPrefix() };
    const simulator = await startSimulator({
      faults: [{ action: 'CreatePlan', match: { every: 3 }, fault: { kind: 'drop-after' } }],
    });
    const worker = await startTestWorker(ledger, simulator);
    const { run } = await submitRows(ledger, Array(6).fill(plan));
    await untilCounts(ledger, run, ({ succeeded }) => succeeded === 6);
    await worker.close();
    const orders = simulator.executed().map(({ orderId }) => orderId);
    const settled = await Promise.all(
      orders.map((_, i) => readPurchase(ledger, run, { row: i + 1, index: 1 })),
    );
    expect(settled.map((purchase) => purchase?.orderId).sort()).toEqual([...orders].sort());
    expect(settled.filter((purchase) => purchase?.settledBy === 'reconcile')).toHaveLength(2);
    await simulator.close();
  });

  test('leaves a CreatePlan in doubt that shows no trace', async () => {
    const ledger: Ledger = { redis: redis.connect(), prefix: testPrefix() };
    const simulator = await startSimulator({
      faults: [{ action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-before' } }],
    });
    const worker = await startTestWorker(ledger, simulator);
    const { run } = await submitRows(ledger, [plan]);
    await untilCounts(ledger, run, (counts) => counts['in-doubt'] === 1);
    for (;;) {
      const purchase = await readPurchase(ledger, run, { row: 1, index: 1 });
      if (purchase?.errorMessage?.startsWith('Looked: no new plan')) break;
    }
    await worker.close();
    expect(simulator.executed()).toHaveLength(0);
    await simulator.close();
  });

  test('counts no plan of a purchase that was sent while it looked', async () => {
    const ledger: Ledger = { redis: redis.connect(), prefix: testPrefix() };
    const simulator = await startSimulator({
      faults: [{ action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-before' } }],
    });
    const worker = await startTestWorker(ledger, simulator);
    const { run: doubtful } = await submitRows(ledger, [plan]);
    await untilCounts(ledger, doubtful, (counts) => counts['in-doubt'] === 1);

    // The next look takes its time; meanwhile an equal plan is made, and its answer takes longer still.
    simulator.setFaults([
      { action: 'DescribePlans', match: { times: 1 }, fault: { kind: 'latency', ms: 3000 } },
      { action: 'CreatePlan', fault: { kind: 'late', ms: 6000 } },
    ]);
    const looks = () => simulator.stats().DescribePlans?.calls ?? 0;
    const looksBefore = looks();
    while (looks() === looksBefore) await readPurchase(ledger, doubtful, { row: 1, index: 1 });
    const { run } = await submitRows(ledger, [{ ...plan, Reference: 'made' }]);
    await untilCounts(ledger, run, ({ succeeded }) => succeeded === 1);

    expect(simulator.executed()).toHaveLength(1);
    expect((await readPurchase(ledger, doubtful, { row: 1, index: 1 }))?.state).toBe('in-doubt');
    await worker.close();
    await simulator.close();
  });

  test('sends nothing for a key that is refused when it looks what there was before', async () => {
    const ledger: Ledger = { redis: redis.connect(), prefix: testPrefix() };
    const code = 'AuthFailure.SecretIdNotFound';
    const simulator = await startSimulator({
      faults: [{ action: 'DescribePlans', match: { times: 1 }, fault: { kind: 'code', code } }],
    });
    const worker = await startTestWorker(ledger, simulator);
    const { run } = await submitRows(ledger, [plan]);
    const line = { action: 'CreatePlan', account: 'default' };
    while ((await readHold(ledger, line))?.code !== code);
    expect(simulator.stats().CreatePlan).toBeUndefined();
    await releaseLine(ledger, line);
    await untilCounts(ledger, run, ({ succeeded }) => succeeded === 1);
    await worker.close();
    await simulator.close();
  });

  test('follows an instance that is delivered late until its ids are there', async () => {
    const ledger: Ledger = { redis: redis.connect(), prefix: testPrefix() };
    const simulator = await startSimulator({ deliveryDelayMs: 1500 });
    const worker = await startTestWorker(ledger, simulator);
    const instance = {
      Action: 'CreateInstance',
      ProductCode: 'p_cloudfirewall',
      SubProductCode: 'sp_cloudfirewall_svv1',
      RegionCode: 'ap-guangzhou',
      ZoneCode: 'ap-guangzhou-6',
      PayMode: 'PrePay',
      Parameter: { pid: 1002147 },
    };
    const { run } = await submitRows(ledger, [instance]);
    for (;;) {
      const purchase = await readPurchase(ledger, run, { row: 1, index: 1 });
      if (purchase?.delivery === 'complete') {
        expect(purchase.resourceIds).toHaveLength(1);
        break;
      }
    }
    await worker.close();
    await simulator.close();
  });

  test('shows the order that a purchase refused for want of money left to be paid', async () => {
    const ledger: Ledger = { redis: redis.connect(), prefix: testPrefix() };
    const simulator = await startSimulator({ balanceCents: 0 });
    const worker = await startTestWorker(ledger, simulator);
    const { run } = await submitRows(ledger, [plan]);
    for (;;) {
      const purchase = await readPurchase(ledger, run, { row: 1, index: 1 });
      if (purchase?.orderId) {
        expect(purchase).toMatchObject({ state: 'failed', unpaidOrder: true });
        expect(purchase.orderId).toBe(simulator.unpaidOrders()[0]?.orderId);
        break;
      }
    }
    await worker.close();
    await simulator.close();
  });
});
