import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { companionOf } from '../../src/shared/follow-ups/companion.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readPurchases } from '../../src/shared/ledger/read-purchases.ts';
import { collect } from '../support/collect.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { scriptBytes } from '../support/script-bytes.ts';
import type { LinkTrap } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { expectBooksBalance } from './invariants.ts';
import { killWorker, type Rig, withRig } from './rig.ts';

vi.setConfig({ maxConcurrency: 4 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const record = 'src/shared/ledger/record.lua';
const addFollowUp = scriptBytes(record, 'src/shared/ledger/add-follow-up.lua');
const settle = scriptBytes(record, 'src/shared/ledger/settle.lua');

/**
 * The moments between a plan that is bought and its site, and what the provider has sold by then. Where the next plan
 * may be on its way beside the site, there is one row: a plan whose call dies with its worker waits for a person.
 */
const moments: readonly {
  readonly name: string;
  readonly rows: number;
  readonly sold: number;
  readonly trap: (rig: Rig, act: LinkTrap['act']) => Promise<void>;
}[] = [
  {
    name: 'after the plan is bought, before its site is written down',
    rows: 3,
    sold: 1,
    trap: ({ redisProxy }, act) =>
      redisProxy.set({ direction: 'request', bytes: addFollowUp, when: 'before', act }),
  },
  {
    name: 'after its site is written down, before the plan is settled',
    rows: 3,
    sold: 1,
    trap: ({ redisProxy }, act) =>
      redisProxy.set({ direction: 'request', bytes: settle, when: 'before', act }),
  },
  {
    name: 'after its site is created, before the answer',
    rows: 1,
    sold: 2,
    trap: ({ apiProxy }, act) =>
      apiProxy.set({ direction: 'answer', bytes: ['"ZoneId":"zone-'], when: 'before', act }),
  },
];

function plansWithSite(rows: number): Record<string, unknown>[] {
  return Array.from({ length: rows }, (_, index) => ({
    Action: 'CreatePlan',
    PlanType: 'basic',
    ZoneName: `site-${index + 1}.example`,
  }));
}

function untilFollowed({ ledger }: Rig, run: string, sites: number): Promise<void> {
  return until('each plan has its site', async () => {
    const { byState } = await readCounts(ledger, companionOf(run));
    return byState.succeeded === sites;
  });
}

/** Each plan was bought once, and each site stands on the plan of its own row. */
async function expectOneSiteEach(
  rig: Rig,
  run: string,
  { sites, action = 'CreateZone' }: { readonly sites: number; readonly action?: string },
): Promise<void> {
  const plans = await collect(readPurchases(rig.ledger, run));
  const followUps = await collect(readPurchases(rig.ledger, companionOf(run)));
  expect(plans.map(({ state }) => state)).toEqual(plans.map(() => 'succeeded'));
  const planIds = plans.map(({ resourceIds }) => resourceIds[0]);
  expect(new Set(planIds).size).toBe(sites);
  expect(followUps.map(({ body }) => JSON.parse(body).PlanId)).toEqual(planIds);
  const sold = rig.simulator.executed().map(({ action }) => action);
  expect(sold.filter((each) => each === 'CreatePlan')).toHaveLength(sites);
  expect(sold.filter((each) => each === action)).toHaveLength(sites);
}

for (const { name, rows, sold, trap } of moments) {
  test.concurrent(`worker kill -9 | ${name} | CreatePlan`, () =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(plansWithSite(rows));
      await killWorker(rig, (act) => trap(rig, act));
      // The call is on its way to the provider when its last byte has passed the proxy.
      await until('the provider has the calls', () => rig.simulator.executed().length >= sold);

      await rig.startWorker({ isFree: true });
      await untilFollowed(rig, run, rows);
      await expectOneSiteEach(rig, run, { sites: rows });
      await expectBooksBalance(rig, run, companionOf(run));
    }));
}

test.concurrent('answer lost | of the call that binds a site | CreatePlan', () =>
  withRig(
    redis,
    { faults: [{ action: 'BindZoneToPlan', match: { every: 2 }, fault: { kind: 'drop-after' } }] },
    async (rig) => {
      const plan = { Action: 'CreatePlan', PlanType: 'basic' };
      const run = await rig.submit(
        ['one', 'two', 'three'].map((name) => ({ ...plan, ZoneId: `zone-${name}` })),
      );
      await rig.startWorker({ isFree: true });
      await untilFollowed(rig, run, 3);
      await expectOneSiteEach(rig, run, { sites: 3, action: 'BindZoneToPlan' });
      await expectBooksBalance(rig, run, companionOf(run));
    },
  ));

test.concurrent('answer lost | of the call that creates a site | CreatePlan', () =>
  withRig(
    redis,
    { faults: [{ action: 'CreateZone', match: { every: 2 }, fault: { kind: 'drop-after' } }] },
    async (rig) => {
      const run = await rig.submit(plansWithSite(4));
      await rig.startWorker({ isFree: true });
      await untilFollowed(rig, run, 4);
      await expectOneSiteEach(rig, run, { sites: 4 });
      await expectBooksBalance(rig, run, companionOf(run));
    },
  ));
