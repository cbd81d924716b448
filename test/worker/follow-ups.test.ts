import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryRun } from '../../src/control/retry-run.ts';
import { companionOf } from '../../src/shared/follow-ups/companion.ts';
import { readHandOvers } from '../../src/shared/ledger/hand-overs.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { listRuns } from '../../src/shared/ledger/runs.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { untilCounts } from '../support/worker.ts';
import { purchasesOf, withShop } from './shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const plan = { Action: 'CreatePlan', PlanType: 'basic' };
const named = (row: number) => ({ ...plan, ZoneName: `site-${row}.example` });

async function untilFollowed(ledger: Ledger, run: string, count: number): Promise<void> {
  await untilCounts(ledger, companionOf(run), ({ succeeded }) => succeeded === count);
}

describe('what follows a plan', () => {
  test('puts each site on the plan that was bought for it, and leaves plans without a site alone', async () => {
    await withShop(redis, {}, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const rows = [named(1), plan, { ...plan, ZoneId: 'zone-mine' }, { ...named(4), ZoneType: 'full' }];
      const { run } = await submitRows(ledger, rows);
      await untilFollowed(ledger, run, 3);
      const bought = await purchasesOf(ledger, run);
      const followUps = await purchasesOf(ledger, companionOf(run));
      const planOf = (row: number) => bought.find((each) => each.row === row)?.resourceIds[0];
      expect(followUps.map(({ row, action, body }) => [row, action, JSON.parse(body)])).toEqual([
        [1, 'CreateZone', { ZoneName: 'site-1.example', PlanId: planOf(1) }],
        [3, 'BindZoneToPlan', { ZoneId: 'zone-mine', PlanId: planOf(3) }],
        [4, 'CreateZone', { Type: 'full', ZoneName: 'site-4.example', PlanId: planOf(4) }],
      ]);
      expect(simulator.executed()).toHaveLength(7);
      expect(await listRuns(ledger)).toEqual([run]);
      const [first, , , last] = await readHandOvers(
        ledger,
        companionOf(run),
        [1, 2, 3, 4].map((row) => ({ row, index: 1 })),
      );
      expect(first).toMatchObject({ nameServers: [], verification: { dns: { recordType: 'TXT' } } });
      expect(last).toMatchObject({ nameServers: [/^ns/, /^ns/].map((name) => expect.stringMatching(name)) });
    });
  });

  test('is looked up where its answer was lost, and not sent again', async () => {
    const faults = [
      { action: 'CreateZone', match: { times: 1 }, fault: { kind: 'drop-after' } },
      { action: 'BindZoneToPlan', match: { times: 1 }, fault: { kind: 'drop-after' } },
    ] as const;
    await withShop(redis, { faults }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, [named(1), { ...plan, ZoneId: 'zone-mine' }]);
      await untilFollowed(ledger, run, 2);
      const followUps = await purchasesOf(ledger, companionOf(run));
      expect(followUps).toMatchObject([
        { attempts: 1, settledBy: 'reconcile', resourceIds: [expect.stringMatching(/^zone-/)] },
        { attempts: 1, settledBy: 'reconcile', resourceIds: ['zone-mine'] },
      ]);
      expect(simulator.executed()).toHaveLength(4);
    });
  });

  test('follows a plan whose own answer was lost', async () => {
    const faults = [{ action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-after' } }] as const;
    await withShop(redis, { faults }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, [named(1)]);
      await untilFollowed(ledger, run, 1);
      expect(await purchasesOf(ledger, run)).toMatchObject([{ state: 'succeeded', settledBy: 'reconcile' }]);
      expect(simulator.executed()).toMatchObject([{ action: 'CreatePlan' }, { action: 'CreateZone' }]);
    });
  });

  test('is retried alone where it failed, and the plan is not bought again', async () => {
    const code = 'OperationDenied.DomainIsBlocked';
    const faults = [{ action: 'CreateZone', match: { times: 1 }, fault: { kind: 'code', code } }] as const;
    await withShop(redis, { faults }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const { run } = await submitRows(ledger, [named(1)]);
      await untilCounts(ledger, companionOf(run), ({ failed }) => failed === 1);
      const options = { codes: [], rows: [], evenIfUnpaid: false, followUpsOnly: false };
      const retried = await retryRun(ledger, run, options, { who: 'a test', why: null });
      expect(retried).toEqual({ queued: 0, followUps: 1, leftUnpaid: 0, leftInDoubt: 0 });
      await untilFollowed(ledger, run, 1);
      expect(simulator.executed().map(({ action }) => action)).toEqual(['CreatePlan', 'CreateZone']);
    });
  });
});
