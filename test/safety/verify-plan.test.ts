import { expect, test } from 'vitest';
import { purchaseOf, untilAtRest, withRig } from '../faults/rig.ts';
import { rowsOf } from '../faults/rows.ts';
import { withRedis } from '../support/redis.ts';

const lostAnswers = [
  { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-after' } },
  { action: 'DescribeDealsByCond', match: { times: 1 }, fault: { kind: 'drop-before' } },
] as const;

test('verify knows the order of a plan that was found, though its order could not be read then', () =>
  withRedis((redis) =>
    withRig(redis, { faults: lostAnswers }, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePlan', 1));
      await rig.startWorker({ isFree: true });
      await untilAtRest(rig, run);
      expect(await purchaseOf(rig, run)).toMatchObject({ state: 'succeeded', orderId: null });

      const { code, stdout } = await rig.run('verify', run, '--json');
      expect(JSON.parse(stdout)).toMatchObject({ balanced: true, differences: [] });
      expect(code).toBe(0);
    }),
  ));

test('verify asks again for orders whose list was lost on the way', () =>
  withRedis((redis) =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePlan', 1));
      await rig.startWorker({ isFree: true });
      await untilAtRest(rig, run);
      rig.simulator.setFaults([
        { action: 'DescribeDealsByCond', match: { times: 2 }, fault: { kind: 'drop-before' } },
      ]);
      const { code, stdout } = await rig.run('verify', run, '--json');
      expect(JSON.parse(stdout)).toMatchObject({ balanced: true, differences: [] });
      expect(code).toBe(0);
    }),
  ));
