import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { expectBooksBalance } from './invariants.ts';
import { atPoint, type Point, points } from './points.ts';
import { purchaseOf, type Rig, untilAtRest, withRig } from './rig.ts';
import { type BoughtAction, bought, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 6 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** What a person does, from two terminals at once, and what lets the run go on afterwards. */
const deeds: readonly {
  readonly name: string;
  readonly words: (run: string, action: BoughtAction) => readonly string[];
  readonly undo?: (run: string, action: BoughtAction) => readonly string[];
}[] = [
  { name: 'pause', words: (run) => ['pause', run], undo: (run) => ['resume', run] },
  { name: 'resume', words: (run) => ['resume', run] },
  { name: 'cancel', words: (run) => ['cancel', run] },
  { name: 'hold', words: (_, action) => ['hold', action], undo: (_, action) => ['release', action] },
  { name: 'release', words: (_, action) => ['release', action] },
  { name: 'retry', words: (run) => ['retry', run] },
  { name: 'resolve as not purchased', words: (run) => ['resolve', run, '1', '--not-purchased'] },
  { name: 'reconcile', words: (run) => ['reconcile', run] },
];

for (const [i, { name, words, undo }] of deeds.entries()) {
  for (const [j, point] of points.entries()) {
    // Each deed meets each moment, and each action in turn.
    const action = bought[(i + j) % bought.length] ?? 'CreatePlan';
    test.concurrent(`people ${name}, twice at once | ${point} | ${action}`, () =>
      withRig(redis, {}, async (rig) => {
        const run = await rig.submit(rowsOf(action, 6));
        const done = meetAt(rig, { point, action }, () => twice(rig, words(run, action)));
        await rig.startWorker({ concurrency: 3, environment: { TCBATCH_REQUEST_TIMEOUT_MS: '15000' } });
        await done;
        if (undo) await twice(rig, undo(run, action));
        await untilAtRest(rig, run);
        await expectBooksBalance(rig, run);
        const { byState } = await readCounts(rig.ledger, run);
        expect(byState.succeeded + byState.cancelled).toBe(6);
        if (name !== 'cancel') expect(byState.cancelled).toBe(0);
      }));
  }
}

for (const action of bought) {
  test.concurrent(`people retry, twice at once | after a refusal | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(rowsOf(action, 4));
      rig.simulator.setFaults([
        { action, match: { times: 3 }, fault: { kind: 'code', code: 'InvalidParameter' } },
      ]);
      await rig.startWorker();
      await untilAtRest(rig, run);
      expect((await readCounts(rig.ledger, run)).byState.failed).toBe(3);
      await twice(rig, ['retry', run]);
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(4);
    }));
}

test.concurrent('people resolve, two against each other | in doubt, not bought | CreatePlan', () =>
  withRig(redis, {}, async (rig) => {
    const run = await inDoubt(rig, false);
    const said = await Promise.all([
      rig.run('resolve', run, '1', '--not-purchased'),
      rig.run('resolve', run, '1', '--not-purchased'),
    ]);
    expect(said.map(({ code }) => code)).toEqual([0, 0]);
    expect((await purchaseOf(rig, run)).state).toBe('failed');
    await expectBooksBalance(rig, run);
    // It is proved now, so it may be bought again.
    await twice(rig, ['retry', run]);
    await untilAtRest(rig, run);
    await expectBooksBalance(rig, run);
    expect(rig.simulator.executed()).toHaveLength(2);
  }));

test.concurrent('people resolve as succeeded and as not purchased at once | in doubt | CreatePlan', () =>
  withRig(redis, {}, async (rig) => {
    const run = await inDoubt(rig, true);
    const orderId = rig.simulator.executed()[0]?.orderId ?? '';
    const said = await Promise.all([
      rig.run('resolve', run, '1', '--succeeded', '--order-id', orderId),
      rig.run('resolve', run, '1', '--not-purchased'),
    ]);
    // One of them is told that it is settled already.
    expect(said.map(({ code }) => code).sort()).toEqual([0, 2]);
    const { state, settledBy } = await purchaseOf(rig, run);
    expect(settledBy).toBe('person');
    expect(state).toBe(said[0]?.code === 0 ? 'succeeded' : 'failed');
  }));

/** A run of two plans, the first in doubt; where it was bought, the looks are refused so that nobody can tell. */
async function inDoubt(rig: Rig, executed: boolean): Promise<string> {
  const run = await rig.submit(rowsOf('CreatePlan', 2));
  rig.simulator.setFaults([
    { action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'html', status: 502, executed } },
    ...(executed
      ? [{ action: 'DescribePlans', fault: { kind: 'code', code: 'UnauthorizedOperation' } } as const]
      : []),
  ]);
  await rig.startWorker();
  await untilAtRest(rig, run);
  expect((await purchaseOf(rig, run)).state).toBe('in-doubt');
  return run;
}

/** Does it with the bytes of that moment on their way, and lets those go on when it is done. */
function meetAt(
  rig: Rig,
  at: { readonly point: Point; readonly action: BoughtAction },
  act: () => Promise<void>,
): Promise<void> {
  return atPoint(rig, at, async (link) => {
    if (at.point === 'after the send') link.hold('answer');
    await act();
    link.release('answer');
  });
}

/** From two terminals. Whether it is refused depends on the moment; that it never ends in a bug does not. */
async function twice(rig: Rig, words: readonly string[]): Promise<void> {
  const said = await Promise.all([rig.run(...words), rig.run(...words)]);
  for (const { code, stderr } of said) expect([0, 2, 3, 4, 5], stderr).toContain(code);
}
