import { expect, test, vi } from 'vitest';
import { withRedis } from '../support/redis.ts';
import { expectBooksBalance } from './invariants.ts';
import { atPoint, expectToStandAt, points } from './points.ts';
import { untilAtRest, withRig } from './rig.ts';
import { bought, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 8 });

const cells = points.flatMap((point) => bought.map((action) => ({ point, action })));

for (const { point, action } of cells) {
  test.concurrent(`Redis kill -9 and restart | ${point} | ${action}`, () =>
    withRedis((redis) =>
      withRig(redis, {}, async (rig) => {
        const run = await rig.submit(rowsOf(action, 3));
        const cameBack = atPoint(rig, { point, action }, async () => {
          // Let in again only after the look: the worker goes on as soon as Redis is back.
          await rig.redisProxy.refuse();
          await redis.restart();
          await expectToStandAt(rig, run, point);
          await rig.redisProxy.accept();
        });
        await rig.startWorker();
        await cameBack;

        await untilAtRest(rig, run);
        await expectBooksBalance(rig, run);
        // The worker lives and knows what became of its call, so nothing at all is left in doubt.
        expect(rig.simulator.executed()).toHaveLength(3);
      }),
    ));
}
