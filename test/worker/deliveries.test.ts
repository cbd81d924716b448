import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultAccount } from '../../src/shared/line.ts';
import { purchaseId } from '../../src/shared/purchase.ts';
import { enqueue, openQueue } from '../../src/shared/queues.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { untilCounts, untilFinished } from '../support/worker.ts';
import { packages, plans, purchasesOf, until, withShop } from './shop.ts';

const line = { action: 'CreatePlan', account: defaultAccount };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

describe('a purchase is bought once', () => {
  test('when two workers are given it at once', async () => {
    const faults = [{ fault: { kind: 'latency', ms: 300 } }] as const;
    await withShop(redis, { faults }, async ({ ledger, simulator, startWorker }) => {
      const { run } = await submitRows(ledger, plans(4));
      const queue = openQueue(ledger.redis, ledger.prefix, line);
      // Other envelopes for the same purchases; a worker reads the id alone, without zeros in front.
      const twins = [1, 2, 3, 4].map((row) => ({
        name: 'buy',
        data: {},
        opts: { jobId: `${run}-0${row}-1` },
      }));
      await queue.addBulk(twins);
      await Promise.all([startWorker(), startWorker()]);
      await untilFinished(ledger, run);
      expect(simulator.executed()).toHaveLength(4);
      for (const { state, attempts } of await purchasesOf(ledger, run)) {
        expect({ state, attempts }).toEqual({ state: 'succeeded', attempts: 1 });
      }
      await queue.close();
    });
  });

  test('when its job is put into the queue by hand after it was bought', async () => {
    await withShop(redis, {}, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, plans(1));
      await untilFinished(ledger, run);
      const queue = openQueue(ledger.redis, ledger.prefix, line);
      await until(async () => (await queue.getJob(purchaseId(run, { row: 1, index: 1 }))) === undefined);
      await enqueue(queue, run, [{ row: 1, index: 1 }]);
      await until(async () => (await queue.getJob(purchaseId(run, { row: 1, index: 1 }))) === undefined);
      expect(simulator.stats().CreatePlan?.calls).toBe(1);
      await queue.close();
    });
  });

  test('when its queue is emptied by hand while it waits', async () => {
    await withShop(redis, {}, async ({ ledger, simulator, startWorker }) => {
      const { run } = await submitRows(ledger, plans(12));
      const queue = openQueue(ledger.redis, ledger.prefix, line);
      await startWorker();
      await untilCounts(ledger, run, ({ succeeded }) => succeeded > 0);
      await queue.obliterate({ force: true });
      await untilFinished(ledger, run);
      expect(simulator.executed()).toHaveLength(12);
      await queue.close();
    });
  });

  test('when its job is lost while another one waits in the queue for long', async () => {
    await withShop(redis, {}, async ({ ledger, simulator, startWorker }) => {
      const { run } = await submitRows(ledger, plans(2));
      const queue = openQueue(ledger.redis, ledger.prefix, line);
      const [first, second] = [1, 2].map((row) => purchaseId(run, { row, index: 1 })) as [string, string];
      await Promise.all([queue.remove(first), queue.remove(second)]);
      await queue.add('buy', {}, { jobId: first, delay: 3_600_000 });
      await startWorker();
      await untilCounts(ledger, run, ({ succeeded }) => succeeded === 1);
      await (await queue.getJob(first))?.promote();
      await untilFinished(ledger, run);
      expect(simulator.executed()).toHaveLength(2);
      await queue.close();
    });
  });
});

describe('a worker that is closed', () => {
  test('puts what waits back, waits for what is in flight, and leaves the rest to the next one', async () => {
    const faults = [{ fault: { kind: 'latency', ms: 300 } }] as const;
    await withShop(redis, { faults }, async ({ ledger, simulator, startWorker }) => {
      const first = await startWorker();
      const { run } = await submitRows(ledger, packages(25));
      // Not only opened: on a busy machine its slot may pass, and then nothing is in flight.
      await until(() => (simulator.stats().CreatePackageOrder?.calls ?? 0) > 0);
      await first.close();
      const after = await purchasesOf(ledger, run);
      const states = new Set(after.map(({ state }) => state));
      expect(states).toEqual(new Set(['succeeded', 'queued']));
      expect(simulator.executed()).toHaveLength(after.filter(({ state }) => state === 'succeeded').length);

      await startWorker();
      await untilFinished(ledger, run);
      expect(simulator.executed()).toHaveLength(25);
      for (const { state, attempts } of await purchasesOf(ledger, run)) {
        expect({ state, attempts }).toEqual({ state: 'succeeded', attempts: 1 });
      }
    });
  });

  test('may be closed twice', async () => {
    await withShop(redis, {}, async ({ startWorker }) => {
      const worker = await startWorker();
      await Promise.all([worker.close(), worker.close()]);
    });
  });
});
