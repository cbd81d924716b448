import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { companionOf } from '../../../src/shared/follow-ups/companion.ts';
import { readRun } from '../../../src/shared/ledger/runs.ts';
import { settle } from '../../../src/shared/ledger/settle.ts';
import { openLookRoom } from '../../../src/worker/open-look-room.ts';
import { type Verification, verifyRun } from '../../../src/worker/verify/verify-run.ts';
import { call } from '../../simulator/signed-call.ts';
import { submitRows } from '../../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { openTestAccounts, untilCounts } from '../../support/worker.ts';
import { purchasesOf, type Row, type Shop, type ShopOptions, withShop } from '../shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

async function verify({ ledger, simulator }: Shop, run: string): Promise<Verification> {
  const record = await readRun(ledger, run);
  if (!record) throw new Error(`Cannot verify run as it is unknown: got ${run}`);
  const { room, close } = openLookRoom({ ledger, ...(await openTestAccounts(simulator)) });
  return verifyRun(room, record).finally(close);
}

/** A shop with one plan and one instance that expire within the month. */
function withStock(options: ShopOptions, body: (shop: Shop) => Promise<void>): Promise<void> {
  return withShop(redis, { stock: { plans: 1, instances: 1, expiring: 1 }, ...options }, body);
}

type Listed = Readonly<Record<string, unknown>>;

async function planRow({ simulator }: Shop): Promise<Row> {
  const [plan] = (await call(simulator, 'DescribePlans', { Limit: 200 })).Plans as Listed[];
  return { Action: 'RenewPlan', PlanId: plan?.PlanId, Period: 1 };
}

async function instanceRow({ simulator }: Shop): Promise<Row> {
  const answer = await call(simulator, 'DescribeRenewInstances', { MaxResults: 100 });
  const [{ ProductCode, SubProductCode, RegionCode, InstanceId } = {}] = answer.InstanceList as Listed[];
  return { Action: 'RenewInstance', ProductCode, SubProductCode, RegionCode, InstanceId };
}

/** Submits rows and waits until all of them are bought. */
async function bought({ ledger }: Shop, rows: readonly Row[]): Promise<string> {
  const { run } = await submitRows(ledger, rows);
  await untilCounts(ledger, run, ({ succeeded }) => succeeded === rows.length);
  return run;
}

describe('verifyRun', () => {
  test('balances renewals that were bought once, also one plan renewed by two runs', () =>
    withStock({}, async (shop) => {
      await shop.startWorker();
      const plan = await planRow(shop);
      const first = await bought(shop, [plan, await instanceRow(shop)]);
      const second = await bought(shop, [{ ...plan, Period: 2 }]);
      const fits = { balanced: true, differences: [] };
      expect(await verify(shop, first)).toMatchObject({ ...fits, renewals: { compared: 2, fitting: 2 } });
      expect(await verify(shop, second)).toMatchObject({ ...fits, renewals: { compared: 1, fitting: 1 } });
    }));

  test('finds a plan that was renewed twice, as the provider refused what it carried out', () =>
    withStock({}, async (shop) => {
      const fault = { kind: 'code', code: 'RequestLimitExceeded', executed: true } as const;
      shop.simulator.setFaults([{ action: 'RenewPlan', match: { times: 1 }, fault }]);
      await shop.startWorker();
      const run = await bought(shop, [await planRow(shop)]);
      expect(await verify(shop, run)).toMatchObject({
        balanced: false,
        renewals: { compared: 1, fitting: 0 },
        differences: [expect.stringMatching(/^Order \d+ .*renewed edgeone-.*, of row 1\.1 .*renewed twice/)],
      });
    }));

  test('finds an instance that was renewed twice, as its token was forgotten', () =>
    withStock({ tokenLifetimeMs: 0 }, async (shop) => {
      const fault = { kind: 'drop-after' } as const;
      shop.simulator.setFaults([{ action: 'RenewInstance', match: { times: 1 }, fault }]);
      await shop.startWorker();
      const run = await bought(shop, [await instanceRow(shop)]);
      expect(await verify(shop, run)).toMatchObject({
        balanced: false,
        differences: [expect.stringMatching(/^Order \d+ .*renewed cfw-.*, of row 1\.1 .*renewed twice/)],
      });
    }));

  test('finds by its date a plan that was renewed further, where the orders cannot be read', () =>
    withStock({}, async (shop) => {
      await shop.startWorker();
      const row = await planRow(shop);
      const run = await bought(shop, [row]);
      await call(shop.simulator, 'RenewPlan', { PlanId: row.PlanId, Period: 1 });
      const fault = { kind: 'code', code: 'UnauthorizedOperation.CamNoAuth' } as const;
      shop.simulator.setFaults([{ action: 'DescribeDealsByCond', fault }]);
      const { differences } = await verify(shop, run);
      expect(differences).toEqual([
        expect.stringContaining('orders could not be read'),
        expect.stringMatching(/later than .* that all known renewals bring it to/),
      ]);
    }));

  test('finds each site on its plan, and tells of one that is not there though somebody said so', () =>
    withShop(redis, {}, async (shop) => {
      const { ledger, simulator } = shop;
      const fault = { kind: 'drop-before' } as const;
      const params = { ZoneName: 'two.example' };
      simulator.setFaults([{ action: 'CreateZone', match: { params }, fault }]);
      await shop.startWorker();
      const plan = { Action: 'CreatePlan', PlanType: 'basic' };
      const sites = [{ ZoneName: 'one.example' }, { ZoneName: 'two.example' }, { ZoneId: 'zone-mine' }];
      const { run } = await submitRows(
        ledger,
        sites.map((site) => ({ ...plan, ...site })),
      );
      const companion = companionOf(run);
      await untilCounts(ledger, companion, (counts) => counts.succeeded === 2 && counts['in-doubt'] === 1);
      expect(await verify(shop, run)).toMatchObject({ balanced: true, sites: { held: 2, found: 2 } });

      const attemptId = (await purchasesOf(ledger, companion))[1]?.attemptId ?? '';
      const nothing = { orderId: null, resourceIds: [], delivery: null };
      const ending = { state: 'succeeded', bought: nothing, requestId: null } as const;
      await settle(ledger, { run: companion, row: 2, index: 1, attemptId, by: 'person', ending });
      expect(await verify(shop, run)).toMatchObject({
        sites: { held: 3, found: 2 },
        differences: [expect.stringMatching(/^Site two\.example of row 2\.1 is not on plan edgeone-/)],
      });
    }));
});
