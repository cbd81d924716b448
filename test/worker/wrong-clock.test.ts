import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { defaultAccount } from '../../src/shared/line.ts';
import { openQueue } from '../../src/shared/queues.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { untilCounts } from '../support/worker.ts';
import { instances, until, withShop } from './shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => redis.stop());

describe('a worker whose clock is ten minutes behind that of Redis', () => {
  test('lets go of a doubt that the ledger does not let it send again', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 600_000, shouldAdvanceTime: true });
    const environment = { TCBATCH_TOKEN_WINDOW_MS: '1', TCBATCH_REQUEST_TIMEOUT_MS: '1000' };
    const faults = [{ action: 'CreateInstance', fault: { kind: 'drop-after' } }] as const;
    await withShop(redis, { environment, faults }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, instances(1));
      await untilCounts(ledger, run, (counts) => counts['in-doubt'] === 1);
      const line = { action: 'CreateInstance', account: defaultAccount };
      const queue = openQueue(ledger.redis, ledger.prefix, line);
      await until(async () => {
        const { delayed, active, waiting } = await queue.getJobCounts('delayed', 'active', 'waiting');
        return delayed === 0 && active === 0 && waiting === 0;
      });
      expect(simulator.stats().CreateInstance?.calls).toBe(1);
      await queue.close();
    });
  });
});
