import { expect, test } from 'vitest';
import type { FaultRule } from '../../src/simulator/fault-rule.ts';
import { expectBooksBalance } from '../faults/invariants.ts';
import { purchaseOf, type Rig, untilAtRest, withRig } from '../faults/rig.ts';
import { rowsOf } from '../faults/rows.ts';
import { withRedis } from '../support/redis.ts';

/** Of two equal plans one is bought; nobody is told which. */
const oneOfTwo: readonly FaultRule[] = [
  { action: 'CreatePlan', match: { every: 2, times: 1 }, fault: { kind: 'drop-before' } },
  { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-after' } },
];

/** Lends two plans in doubt, of which one was bought, as the order that `body` is told. */
function withTwoDoubts(body: (rig: Rig, run: string, order: string) => Promise<void>): Promise<void> {
  return withRedis((redis) =>
    withRig(redis, { faults: oneOfTwo }, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePlan', 2));
      const worker = await rig.startWorker({ isFree: true });
      await untilAtRest(rig, run);
      worker.kill('SIGTERM');
      await worker.ended;
      await body(rig, run, rig.simulator.executed()[0]?.orderId ?? '');
    }),
  );
}

test('a plan whose order a person named is not taken for another purchase in doubt', () =>
  withTwoDoubts(async (rig, run, order) => {
    await rig.run('resolve', run, '1', '--succeeded', '--order-id', order);

    await rig.run('reconcile', run);
    expect(await purchaseOf(rig, run, 1)).toMatchObject({ state: 'succeeded', settledBy: 'person' });
    expect(await purchaseOf(rig, run, 2)).toMatchObject({
      state: 'in-doubt',
      errorMessage: expect.stringContaining('a person has to decide'),
    });
    await expectBooksBalance(rig, run);
  }));

test('the order of one purchase cannot be named for another, nor a second one for the same', () =>
  withTwoDoubts(async (rig, run, order) => {
    const name = (row: string, id: string) => rig.run('resolve', run, row, '--succeeded', '--order-id', id);

    expect(await name('1', order)).toMatchObject({ code: 0 });
    const taken = await name('2', order);
    expect(taken).toMatchObject({ code: 2 });
    expect(taken.stderr).toContain(`got ${order}, which purchase ${run}-1-1 holds`);
    expect((await purchaseOf(rig, run, 2)).state).toBe('in-doubt');
    const other = await name('1', '20260731000017');
    expect(other).toMatchObject({ code: 2 });
    expect(other.stderr).toContain(`is settled as order ${order}: got order 20260731000017`);
    expect(await name('1', order)).toMatchObject({ code: 0 });
  }));
