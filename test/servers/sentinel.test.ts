import { expect, test } from 'vitest';
import { resolvePurchase } from '../../src/control/resolve-purchase.ts';
import { companionOf } from '../../src/shared/follow-ups/companion.ts';
import { checkFence } from '../../src/shared/ledger/fence.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readHold } from '../../src/shared/ledger/line-hold.ts';
import { openCompanion } from '../../src/shared/ledger/open-companion.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readPurchases } from '../../src/shared/ledger/read-purchases.ts';
import { changePhase } from '../../src/shared/ledger/runs.ts';
import { expectBooksBalance } from '../faults/invariants.ts';
import { kill, untilAtRest } from '../faults/rig.ts';
import { collect } from '../support/collect.ts';
import { checkedRows, fillRun, knownRecord } from '../support/ledger.ts';
import { submitRows } from '../support/manifest.ts';
import { until } from '../support/until.ts';
import {
  cutReplica,
  failOver,
  isAllSettled,
  ledgerOn,
  type SentinelRig,
  succeededOn,
  withSentinelRig,
} from './sentinel-rig.ts';

const size = 160;
const line = { action: 'CreatePlan', account: 'default' };

test(
  'a run outlasts a failover that loses its tail: nothing is sent before that is looked up, nothing is bought twice',
  () =>
    withSentinelRig({ waitReplicas: 1 }, async (rig) => {
      const { ledger, simulator, sentinel } = rig;
      const { run } = await submitRows(ledger, manyPlans(size));
      const later = await fillRun(ledger, checkedRows(1));
      await changePhase(ledger, later, 'paused');
      const laterParts = [later, companionOf(later)];
      await openCompanion(ledger, { ...(await knownRecord(ledger, later)), followUps: { CreateZone: 1 } });
      const [dying, living] = await Promise.all([rig.startWorker(), rig.startWorker()]);
      await until('a part is bought', () => simulator.executed().length >= size / 3);

      await cutReplica(rig);
      // No replica confirms an intent, so no more is sent; what was out is settled where the replica never hears of it.
      const old = ledgerOn(rig, sentinel.servers[0]);
      await until('what is out is settled', () => isAllSettled(rig, old, run));
      const sold = simulator.executed().length;
      expect(await succeededOn(ledgerOn(rig, sentinel.servers[1]), run)).toBeLessThan(sold);
      await Promise.all([failOver(rig), kill(dying)]);
      // Alone, the promoted server has no replica to confirm an intent.
      await sentinel.servers[0].restart();

      await untilWhole(rig, run, sold);
      // Nobody worked it yet, but its workers had said that they would wait for the replica.
      for (const part of laterParts) await until(`${part} may go on`, () => isWhole(ledger, part));
      for (const action of ['CreatePackageOrder', 'CreateZone']) {
        expect(await readHold(ledger, { action, account: 'default' })).toBeNull();
      }
      await untilAtRest(rig, run);
      living.kill('SIGTERM');
      expect((await living.ended).code).toBe(0);

      await expectBooksBalance(rig, run);
      const purchases = await collect(readPurchases(ledger, run));
      // The one that died took with it what it knew.
      expect(purchases.map(({ settledBy }) => settledBy)).toContain('reconcile');
      await settleByHand(rig, run);
      expect(await succeededOn(ledger, run)).toBe(simulator.executed().length);
      expect(mostInAnySecond(simulator.arrivals('CreatePlan'))).toBeLessThanOrEqual(20);
      const { stdout } = await rig.place.run(['verify', run, '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ balanced: true, total: size, differences: [] });
    }),
  120_000,
);

test(
  'a failover that may have lost calls holds the line for a person, as nothing but the provider knows of them',
  () =>
    withSentinelRig({ waitReplicas: 0 }, async (rig) => {
      const { ledger, simulator } = rig;
      const { run } = await submitRows(ledger, manyPlans(size));
      const dying = await rig.startWorker();
      await until('a part is bought', () => simulator.executed().length >= 20);
      await cutReplica(rig);
      const heard = simulator.executed().length;
      await until('more is bought', () => simulator.executed().length > heard + 20);
      // Alive, it would write again what it knows.
      await Promise.all([failOver(rig), kill(dying)]);
      await rig.startWorker();

      await until('the line is held', async () => (await readHold(ledger, line)) !== null);
      await until('all else is settled', () => isWhole(ledger, run));
      const { stdout } = await rig.place.run(['status', run, '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ state: 'held', held: [{ code: 'redis-failover' }] });
      // Of some calls the ledger knows nothing: they would be made again.
      const sold = simulator.executed().length;
      const { byState } = await readCounts(ledger, run);
      expect(size - byState.queued).toBeLessThan(sold);
      expect((await rig.place.run(['cancel', run])).code).toBe(0);
      expect(simulator.executed()).toHaveLength(sold);
    }),
  120_000,
);

test(
  'a replica that was cut off before the first call holds the line for a person, as it cannot know of that call',
  () =>
    withSentinelRig({ waitReplicas: 0 }, async (rig) => {
      const { ledger, simulator, sentinel } = rig;
      const { run } = await submitRows(ledger, manyPlans(size));
      await ledger.redis.wait(1, 0);
      await cutReplica(rig);
      const primary = ledgerOn(rig, sentinel.servers[0]).redis;
      const isAlone = async () => /^connected_slaves:0/m.test(await primary.info('replication'));
      await until('the primary sees no replica', isAlone);
      const dying = await rig.startWorker();
      await until('a part is bought', () => simulator.executed().length >= 20);
      await Promise.all([failOver(rig), kill(dying)]);
      const sold = simulator.executed().length;
      await rig.startWorker();

      await until('the line is held', async () => (await readHold(ledger, line)) !== null);
      await until('only the hold stands', () => isWhole(ledger, run));
      expect(await readHold(ledger, line)).toMatchObject({ code: 'redis-failover' });
      expect((await readCounts(ledger, run)).byState.queued).toBe(size);
      expect(simulator.executed()).toHaveLength(sold);
    }),
  120_000,
);

/** Some are alike, as in a manifest of many customers. */
function manyPlans(count: number): Record<string, unknown>[] {
  const types = ['personal', 'basic', 'standard'];
  const periods = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36];
  return Array.from({ length: count }, (_, i) => ({
    Action: 'CreatePlan',
    PlanType: types[i % types.length],
    PrepaidPlanParam: { Period: periods[i % periods.length], RenewFlag: i % 4 < 2 ? 'on' : 'off' },
  }));
}

async function isWhole(ledger: Ledger, run: string): Promise<boolean> {
  return (await checkFence(ledger, run)).wholeness === 'whole';
}

/** Resolves once the run may go on, and sees to it that nothing is sold until then. */
function untilWhole({ ledger, simulator }: SentinelRig, run: string, sold: number): Promise<void> {
  return until('what the replica lacks is looked up', async () => {
    const soldByNow = simulator.executed().length;
    const mayGoOn = await isWhole(ledger, run);
    if (!mayGoOn) expect(soldByNow).toBe(sold);
    return mayGoOn;
  });
}

/** A person with the console before them: each plan that nobody holds is one of the purchases in doubt. */
async function settleByHand({ ledger, simulator }: SentinelRig, run: string): Promise<void> {
  const purchases = await collect(readPurchases(ledger, run));
  const held = new Set(purchases.map(({ orderId }) => orderId));
  for (const { row, index, body } of purchases.filter(({ state }) => state === 'in-doubt')) {
    const order = simulator
      .executed()
      .find(({ params, orderId }) => JSON.stringify(params) === body && !held.has(orderId));
    held.add(order?.orderId ?? null);
    const finding = order
      ? ({ kind: 'succeeded', orderId: order.orderId } as const)
      : ({ kind: 'not-purchased' } as const);
    await resolvePurchase(ledger, { run, row, index }, finding, { who: 'a person', why: null });
  }
}

/** The fullest second, wherever it begins. */
function mostInAnySecond(arrivals: readonly number[]): number {
  return Math.max(...arrivals.map((end) => arrivals.filter((at) => at > end - 1000 && at <= end).length));
}
