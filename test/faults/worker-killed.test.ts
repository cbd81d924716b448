import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { expectBooksBalance } from './invariants.ts';
import { atPoint, expectToStandAt, points } from './points.ts';
import { killWorker, purchaseOf, untilAtRest, withRig } from './rig.ts';
import { bought, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 8 });

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
      await killWorker(rig, (act) => atPoint(rig, { point, action }, act));
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
