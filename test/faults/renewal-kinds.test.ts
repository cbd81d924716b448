import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Fault } from '../../src/simulator/fault-rule.ts';
import { call } from '../simulator/signed-call.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { expectBooksBalance } from './invariants.ts';
import { kill, purchaseOf, type Rig, withRig } from './rig.ts';
import { lastBytes } from './rows.ts';

vi.setConfig({ maxConcurrency: 6 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** Those that need nobody after a lost answer: a token tells the calls apart, or what stands is looked at. */
const kinds = ['RenewInstance', 'ModifyPlan', 'SetRenewal'] as const;
type Kind = (typeof kinds)[number];
const rowNumbers = [1, 2];

type Listed = Readonly<Record<string, unknown>>;

async function rowsOf({ simulator }: Rig, action: Kind): Promise<Record<string, unknown>[]> {
  if (action === 'ModifyPlan') {
    const { Plans } = await call(simulator, 'DescribePlans');
    return (Plans as Listed[]).map(({ PlanId }) => ({ Action: action, PlanId, RenewFlag: { Switch: 'on' } }));
  }
  const { InstanceList } = await call(simulator, 'DescribeRenewInstances', { MaxResults: 100 });
  return (InstanceList as Listed[]).map(({ ProductCode, SubProductCode, RegionCode, InstanceId }) => {
    const instance = { Action: action, ProductCode, RegionCode, InstanceId };
    return action === 'RenewInstance'
      ? { ...instance, SubProductCode, Period: 1 }
      : { ...instance, RenewFlag: 'NOTIFY_AND_AUTO_RENEW' };
  });
}

/** Two plans and two instances, and a run that does the same to each. */
async function withRun(action: Kind, body: (rig: Rig, run: string) => Promise<void>): Promise<void> {
  await withRig(redis, { stock: { plans: 2, instances: 2, expiring: 1 } }, async (rig) =>
    body(rig, await rig.submit(await rowsOf(rig, action))),
  );
}

/** All are done, and each once, without a person. */
async function expectDoneOnce(rig: Rig, run: string): Promise<void> {
  await until('all are done', async () => {
    const purchases = await Promise.all(rowNumbers.map((row) => purchaseOf(rig, run, row)));
    return purchases.every(({ state }) => state === 'succeeded');
  });
  expect(rig.simulator.executed()).toHaveLength(rowNumbers.length);
  await expectBooksBalance(rig, run);
}

const lostAnswers: readonly { readonly name: string; readonly fault: Fault }[] = [
  { name: 'answer cut short', fault: { kind: 'cut', bytes: 20 } },
  { name: '502 with HTML, executed', fault: { kind: 'html', status: 502, executed: true } },
];

for (const action of kinds) {
  for (const { name, fault } of lostAnswers) {
    test.concurrent(`network | ${name} | ${action}`, () =>
      withRun(action, async (rig, run) => {
        rig.simulator.setFaults([{ action, match: { times: 1 }, fault }]);
        await rig.startWorker({ isFree: true });
        await expectDoneOnce(rig, run);
      }));
  }

  test.concurrent(`worker kill -9 | after the send | ${action}`, () =>
    withRun(action, async (rig, run) => {
      const died = new Promise<void>((resolve, reject) => {
        rig.apiProxy
          .set({
            direction: 'request',
            bytes: [lastBytes[action]],
            when: 'after',
            act: async (link) => {
              link.hold('answer');
              await until('the provider has it', () => rig.simulator.executed().length > 0);
              await kill(worker);
              link.reset();
            },
          })
          .then(resolve, reject);
      });
      const worker = await rig.startWorker();
      await died;
      await rig.startWorker({ isFree: true });
      await expectDoneOnce(rig, run);
    }));
}

test.concurrent('network | 502 with HTML, not executed | RenewInstance', () =>
  withRun('RenewInstance', async (rig, run) => {
    rig.simulator.setFaults([
      { action: 'RenewInstance', match: { times: 1 }, fault: { kind: 'html', status: 502 } },
    ]);
    await rig.startWorker({ isFree: true });
    await expectDoneOnce(rig, run);
  }));
