import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { expectBooksBalance } from './invariants.ts';
import { atPoint, expectToStandAt, points } from './points.ts';
import { kill, purchaseOf, untilAtRest, withRig } from './rig.ts';
import { bought, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 8, testTimeout: 120_000 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const cells = points.flatMap((point) => bought.map((action) => ({ point, action })));

for (const { point, action } of cells) {
  test.concurrent(`worker kill -9 | ${point} | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(rowsOf(action, 3));
      const died = new Promise<void>((resolve, reject) => {
        atPoint(rig, { point, action }, async (link) => {
          link.hold('answer');
          await kill(worker);
          link.reset();
        }).then(resolve, reject);
      });
      const worker = await rig.startWorker();
      await died;
      await expectToStandAt(rig, run, point);

      await rig.startWorker({ isFree: true });
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      // Nobody can tell a plan that was never asked for from one that shows late: only that one is left in doubt.
      const isLost = point === 'after the intent, before the send' && action === 'CreatePlan';
      expect((await purchaseOf(rig, run)).state).toBe(isLost ? 'in-doubt' : 'succeeded');
      expect(rig.simulator.executed()).toHaveLength(isLost ? 2 : 3);
    }));
}
