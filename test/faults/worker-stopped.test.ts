import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { defaultAccount } from '../../src/shared/line.ts';
import { purchaseId } from '../../src/shared/purchase.ts';
import { openQueue } from '../../src/shared/queues.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { expectBooksBalance } from './invariants.ts';
import { atPoint, expectToStandAt, type Point, points } from './points.ts';
import { purchaseOf, type Rig, untilAtRest, withRig } from './rig.ts';
import { type BoughtAction, bought, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 8 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const cells = points.flatMap((point) => bought.map((action) => ({ point, action })));

for (const { point, action } of cells) {
  test.concurrent(`worker SIGSTOP past the deadline, SIGCONT | ${point} | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(rowsOf(action, 3));
      const wentOn = new Promise<void>((resolve, reject) => {
        atPoint(rig, { point, action }, async () => {
          worker.kill('SIGSTOP');
          await expectToStandAt(rig, run, point);
          await rig.startWorker({ isFree: true });
          await untilOthersActed(rig, { run, point, action });
          worker.kill('SIGCONT');
        }).then(resolve, reject);
      });
      const worker = await rig.startWorker();
      await wentOn;

      await untilAtRest(rig, run);
      worker.kill('SIGTERM');
      expect((await worker.ended).code).toBe(0);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(3);
    }));
}

/** Waits until another worker has taken up what the stopped one had in hand: its attempt, its purchase, its job. */
async function untilOthersActed(
  rig: Rig,
  { run, point, action }: { readonly run: string; readonly point: Point; readonly action: BoughtAction },
): Promise<void> {
  const queue = openQueue(rig.ledger.redis, rig.ledger.prefix, { action, account: defaultAccount });
  try {
    await until('another worker acted', async () => {
      if (point === 'after settling, before the job is acknowledged')
        return (await queue.getJob(purchaseId(run, { row: 1, index: 1 }))) === undefined;
      const { state } = await purchaseOf(rig, run);
      return point === 'before the intent' ? state === 'succeeded' : state !== 'sending';
    });
  } finally {
    await queue.close();
  }
}
