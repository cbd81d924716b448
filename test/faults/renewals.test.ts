import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Fault } from '../../src/simulator/fault-rule.ts';
import { call } from '../simulator/signed-call.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { expectBooksBalance } from './invariants.ts';
import { atPoint, expectToStandAt, points } from './points.ts';
import { killWorker, purchaseOf, type Rig, untilAtRest, withRig } from './rig.ts';
import { lastBytes } from './rows.ts';

vi.setConfig({ maxConcurrency: 6 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const action = 'RenewPlan';

/** Three plans, and a run that renews each of them once. */
async function withRenewals(body: (rig: Rig, run: string) => Promise<void>): Promise<void> {
  await withRig(redis, { stock: { plans: 3, expiring: 1 } }, async (rig) => {
    const { Plans } = await call(rig.simulator, 'DescribePlans');
    const rows = (Plans as { PlanId: string }[]).map(({ PlanId }) => ({ Action: action, PlanId, Period: 1 }));
    await body(rig, await rig.submit(rows));
  });
}

/** The run rests; what the provider never saw is in doubt, and the rest is bought once and known. */
async function expectRenewed(rig: Rig, run: string, { isLost }: { readonly isLost: boolean }): Promise<void> {
  const states = await Promise.all([1, 2, 3].map((row) => purchaseOf(rig, run, row)));
  const inDoubt = states.filter(({ state }) => state === 'in-doubt');
  expect(inDoubt).toHaveLength(isLost ? 1 : 0);
  for (const { errorMessage } of inDoubt) expect(errorMessage).toMatch(/^Looked: it expired at/);
  expect(rig.simulator.executed()).toHaveLength(isLost ? 2 : 3);
  await expectBooksBalance(rig, run);
}

for (const point of points) {
  test.concurrent(`worker kill -9 | ${point} | ${action}`, () =>
    withRenewals(async (rig, run) => {
      await killWorker(rig, (act) => atPoint(rig, { point, action }, act));
      await expectToStandAt(rig, run, point);

      await rig.startWorker({ isFree: true });
      const isLost = point === 'after the intent, before the send';
      if (!isLost) await untilNoneInDoubt(rig, run);
      await untilAtRest(rig, run);
      await expectRenewed(rig, run, { isLost });
    }));
}

const lostAnswers: readonly { name: string; fault: Fault; isExecuted: boolean }[] = [
  { name: 'answer cut short', fault: { kind: 'cut', bytes: 20 }, isExecuted: true },
  { name: 'answer after the deadline', fault: { kind: 'late', ms: 5_000 }, isExecuted: true },
  { name: 'executed after the deadline', fault: { kind: 'latency', ms: 6_000 }, isExecuted: true },
  {
    name: '502 with HTML, executed',
    fault: { kind: 'html', status: 502, executed: true },
    isExecuted: true,
  },
  { name: '502 with HTML, not executed', fault: { kind: 'html', status: 502 }, isExecuted: false },
];

for (const { name, fault, isExecuted } of lostAnswers) {
  test.concurrent(`network | ${name} | ${action}`, () =>
    withRenewals(async (rig, run) => {
      rig.simulator.setFaults([{ action, match: { times: 1 }, fault }]);
      await rig.startWorker();
      if (isExecuted) await untilNoneInDoubt(rig, run);
      await untilAtRest(rig, run);
      await expectRenewed(rig, run, { isLost: !isExecuted });
    }));
}

test.concurrent(`network | reset before the request | ${action}`, () =>
  withRenewals(async (rig, run) => {
    void rig.apiProxy.set({
      direction: 'request',
      bytes: [`X-TC-Action: ${action}`],
      when: 'before',
      act: (link) => link.reset(),
    });
    await rig.startWorker();
    await untilAtRest(rig, run);
    await expectRenewed(rig, run, { isLost: true });
  }));

test.concurrent(`network | reset after the request | ${action}`, () =>
  withRenewals(async (rig, run) => {
    void rig.apiProxy.set({
      direction: 'request',
      bytes: [lastBytes[action]],
      when: 'after',
      act: async (link) => {
        link.hold('answer');
        await until('the provider has sold it', () => rig.simulator.executed().length > 0);
        link.reset();
      },
    });
    await rig.startWorker();
    await untilNoneInDoubt(rig, run);
    await untilAtRest(rig, run);
    await expectRenewed(rig, run, { isLost: false });
  }));

/** All three are settled: what came to light late included. */
function untilNoneInDoubt(rig: Rig, run: string): Promise<void> {
  return until('all three are renewed', async () => {
    const states = await Promise.all([1, 2, 3].map((row) => purchaseOf(rig, run, row)));
    return states.every(({ state }) => state === 'succeeded');
  });
}
