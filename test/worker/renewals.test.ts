import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doubt } from '../../src/shared/ledger/doubt.ts';
import { readHold, releaseLine } from '../../src/shared/ledger/line-hold.ts';
import { proveUnsent } from '../../src/shared/ledger/look.ts';
import { readPurchase } from '../../src/shared/ledger/read-purchases.ts';
import { settle } from '../../src/shared/ledger/settle.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { call } from '../simulator/signed-call.ts';
import { open } from '../support/ledger.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { untilCounts, untilFinished } from '../support/worker.ts';
import { purchasesOf, type Row, type Shop, type ShopOptions, until, withShop } from './shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

type Listed = Readonly<Record<string, unknown>>;

async function plansOf(simulator: Simulator): Promise<Listed[]> {
  return (await call(simulator, 'DescribePlans', { Limit: 200 })).Plans as Listed[];
}

async function instancesOf(simulator: Simulator): Promise<Listed[]> {
  return (await call(simulator, 'DescribeRenewInstances', { MaxResults: 100 })).InstanceList as Listed[];
}

/** A shop whose account holds plans and instances that expire within the month. */
function withStock(options: ShopOptions, body: (shop: Shop) => Promise<void>): Promise<void> {
  return withShop(redis, { stock: { plans: 6, instances: 3, expiring: 1 }, ...options }, body);
}

async function renewals({ simulator }: Shop, more: Row = {}): Promise<Row[]> {
  return (await plansOf(simulator)).map(({ PlanId }) => ({
    Action: 'RenewPlan',
    PlanId,
    Period: 1,
    ...more,
  }));
}

function renewalsSold(simulator: Simulator): number {
  return simulator.executed().filter(({ action }) => action.startsWith('Renew')).length;
}

async function messageOf({ ledger }: Shop, run: string): Promise<string> {
  return (await readPurchase(ledger, run, { row: 1, index: 1 }))?.errorMessage ?? '';
}

const farOff = '2999-01-01';

describe.concurrent('a renewal', () => {
  test('is bought once, with the date before it written down', async () => {
    await withStock({}, async (shop) => {
      const { run } = await submitRows(shop.ledger, await renewals(shop));
      const before = new Map((await plansOf(shop.simulator)).map((plan) => [plan.PlanId, plan.ExpiredTime]));
      await shop.startWorker();
      await untilFinished(shop.ledger, run);
      for (const { state, orderId, expiryBeforeMs, body } of await purchasesOf(shop.ledger, run)) {
        expect({ state, hasOrder: orderId !== null }).toEqual({ state: 'succeeded', hasOrder: true });
        expect(expiryBeforeMs).toBe(Date.parse(String(before.get(JSON.parse(body).PlanId))));
      }
      expect(renewalsSold(shop.simulator)).toBe(6);
    });
  });

  test('whose answer was lost is settled by the date that it moved', async () => {
    const faults = [{ action: 'RenewPlan', match: { times: 2 }, fault: { kind: 'drop-after' as const } }];
    await withStock({ faults }, async (shop) => {
      const { run } = await submitRows(shop.ledger, await renewals(shop));
      await shop.startWorker();
      await untilCounts(shop.ledger, run, ({ succeeded }) => succeeded === 6);
      const settled = (await purchasesOf(shop.ledger, run)).map(({ settledBy }) => settledBy);
      expect(settled.filter((by) => by === 'reconcile')).toHaveLength(2);
      expect(renewalsSold(shop.simulator)).toBe(6);
    });
  });

  test('whose call never arrived stays in doubt, and says when the plan expires', async () => {
    const faults = [{ action: 'RenewPlan', match: { times: 1 }, fault: { kind: 'drop-before' as const } }];
    await withStock({ faults, stock: { plans: 1, expiring: 1 } }, async (shop) => {
      const { run } = await submitRows(shop.ledger, await renewals(shop));
      await shop.startWorker();
      await until(async () => /expires at/.test(await messageOf(shop, run)));
      expect((await purchasesOf(shop.ledger, run))[0]?.state).toBe('in-doubt');
      expect(renewalsSold(shop.simulator)).toBe(0);
    });
  });

  test('is skipped where it expires late enough already, by whomever it was renewed', async () => {
    await withStock({}, async (shop) => {
      const plans = await plansOf(shop.simulator);
      const rows = plans.map(({ PlanId, ExpiredTime }, i) => {
        const IfExpiresBefore = i < 2 ? '2000-01-01' : ExpiredTime;
        return { Action: 'RenewPlan', PlanId, Period: 1, IfExpiresBefore };
      });
      const { run } = await submitRows(shop.ledger, rows);
      await shop.startWorker();
      await untilFinished(shop.ledger, run);
      const purchases = await purchasesOf(shop.ledger, run);
      expect(purchases.map(({ state }) => state)).toEqual(Array(6).fill('skipped'));
      expect(purchases[0]).toMatchObject({ errorCode: null, attempts: 0, settledBy: 'reconcile' });
      expect(purchases[0]?.errorMessage).toContain(new Date(String(plans[0]?.ExpiredTime)).toISOString());
      expect(renewalsSold(shop.simulator)).toBe(0);
    });
  });

  test('is bought once by two runs that want the same at the same time', async () => {
    await withStock({ latencyMs: { min: 5, max: 30 } }, async (shop) => {
      const rows = (await plansOf(shop.simulator)).map(({ PlanId, ExpiredTime }) => ({
        Action: 'RenewPlan',
        PlanId,
        Period: 1,
        IfExpiresBefore: new Date(Date.parse(String(ExpiredTime)) + 1000).toISOString(),
      }));
      const runs = [await submitRows(shop.ledger, rows), await submitRows(shop.ledger, rows.toReversed())];
      await Promise.all([shop.startWorker(), shop.startWorker()]);
      for (const { run } of runs) await untilFinished(shop.ledger, run);
      const all = await Promise.all(runs.map(({ run }) => purchasesOf(shop.ledger, run)));
      const states = all.flat().map(({ state }) => state);
      expect(states.sort()).toEqual([...Array(6).fill('skipped'), ...Array(6).fill('succeeded')]);
      expect(renewalsSold(shop.simulator)).toBe(6);
    });
  });

  test('waits while another run is in doubt about the same plan, and goes on once that is settled', async () => {
    await withStock({ stock: { plans: 1, expiring: 1 } }, async (shop) => {
      const rows = await renewals(shop);
      const faults = [{ action: 'RenewPlan', match: { times: 1 }, fault: { kind: 'drop-before' as const } }];
      shop.simulator.setFaults(faults);
      const first = await submitRows(shop.ledger, rows);
      await shop.startWorker();
      await untilCounts(shop.ledger, first.run, (counts) => counts['in-doubt'] === 1);
      const second = await submitRows(
        shop.ledger,
        rows.map((row) => ({ ...row, Reference: 'again' })),
      );
      await until(async () => /in doubt/.test(await messageOf(shop, second.run)));
      expect(renewalsSold(shop.simulator)).toBe(0);
      const [doubt] = await purchasesOf(shop.ledger, first.run);
      const ending = {
        state: 'failed',
        code: 'Person',
        message: '',
        requestId: null,
        unpaidOrder: false,
      } as const;
      const ref = { run: first.run, row: 1, index: 1, attemptId: doubt?.attemptId ?? '' };
      await settle(shop.ledger, { ...ref, by: 'person', ending });
      await untilFinished(shop.ledger, second.run);
      expect((await purchasesOf(shop.ledger, second.run))[0]?.state).toBe('succeeded');
      expect(renewalsSold(shop.simulator)).toBe(1);
    });
  });

  test('with a date is not sent while nobody may read it, and the line says why', async () => {
    const code = 'UnauthorizedOperation.NoPermission';
    const faults = [{ action: 'DescribePlans', fault: { kind: 'code' as const, code } }];
    await withStock({}, async (shop) => {
      const rows = await renewals(shop, { IfExpiresBefore: farOff });
      shop.simulator.setFaults(faults);
      const { run } = await submitRows(shop.ledger, rows);
      await shop.startWorker();
      const line = { action: 'RenewPlan', account: 'default' };
      await until(async () => (await readHold(shop.ledger, line)) !== null);
      expect(await readHold(shop.ledger, line)).toMatchObject({
        code,
        reason: expect.stringContaining('DescribePlans'),
      });
      expect(renewalsSold(shop.simulator)).toBe(0);
      shop.simulator.setFaults([]);
      await releaseLine(shop.ledger, line);
      await untilFinished(shop.ledger, run);
      expect(renewalsSold(shop.simulator)).toBe(6);
    });
  });

  test('is not said to be nobody’s where an earlier call of it may have moved the date', async () => {
    await withStock({ stock: { plans: 1, expiring: 1 } }, async ({ ledger, simulator, ...shop }) => {
      const [plan] = await plansOf(simulator);
      const { PlanId, ExpiredTime } = plan ?? {};
      const IfExpiresBefore = new Date(Date.parse(String(ExpiredTime)) + 1000).toISOString();
      const { run } = await submitRows(ledger, [{ Action: 'RenewPlan', PlanId, Period: 1, IfExpiresBefore }]);
      const attempt = await open(ledger, run, 1);
      const lost = { code: 'Transport.Timeout', message: '', requestId: null };
      expect(await doubt(ledger, { ...attempt, ...lost })).toBe('in-doubt');
      expect(await proveUnsent(ledger, attempt)).toBe('queued');
      // It shows only now that it was executed.
      await call(simulator, 'RenewPlan', { PlanId, Period: 1 });
      await shop.startWorker();
      await untilFinished(ledger, run);
      const [purchase] = await purchasesOf(ledger, run);
      expect(purchase?.state).toBe('skipped');
      expect(purchase?.errorMessage).toMatch(/nothing was sent\. An earlier call of this purchase was sent/);
    });
  });

  test('of a plan that is not there fails before its call', async () => {
    await withStock({}, async (shop) => {
      const { run } = await submitRows(shop.ledger, [
        { Action: 'RenewPlan', PlanId: 'edgeone-0', Period: 1 },
      ]);
      await shop.startWorker();
      await untilFinished(shop.ledger, run);
      expect(await purchasesOf(shop.ledger, run)).toMatchObject([
        { state: 'failed', errorCode: 'InvalidParameter.PlanNotFound', attempts: 0 },
      ]);
    });
  });

  test('of an instance is sent again with its token, and renews once', async () => {
    const faults = [{ action: 'RenewInstance', match: { every: 2 }, fault: { kind: 'drop-after' as const } }];
    await withStock({ faults }, async (shop) => {
      const rows = (await instancesOf(shop.simulator)).map((shown) => ({
        Action: 'RenewInstance',
        ProductCode: shown.ProductCode,
        SubProductCode: shown.SubProductCode,
        RegionCode: shown.RegionCode,
        InstanceId: shown.InstanceId,
        IfExpiresBefore: farOff,
      }));
      const { run } = await submitRows(shop.ledger, rows);
      await shop.startWorker();
      await untilCounts(shop.ledger, run, ({ succeeded }) => succeeded === 3);
      expect(renewalsSold(shop.simulator)).toBe(3);
    });
  });

  test('of an instance whose lost answer left an order to pay is not sent again: somebody may yet pay that', async () => {
    const faults = [{ action: 'RenewInstance', fault: { kind: 'drop-after' as const } }];
    const environment = { TCBATCH_TOKEN_WINDOW_MS: '1000' };
    await withStock({ faults, environment, balanceCents: 0, stock: { instances: 1 } }, async (shop) => {
      const rows = (await instancesOf(shop.simulator)).map((shown) => ({
        Action: 'RenewInstance',
        ProductCode: shown.ProductCode,
        SubProductCode: shown.SubProductCode,
        RegionCode: shown.RegionCode,
        InstanceId: shown.InstanceId,
      }));
      const { run } = await submitRows(shop.ledger, rows);
      await shop.startWorker();
      await until(async () => /^Looked/.test(await messageOf(shop, run)));
      expect(await messageOf(shop, run)).toMatch(/but order \d+ may be this renewal: a person has to decide/);
    });
  });
});

describe.concurrent('a switch', () => {
  test('whose answer was lost is settled by what stands, or sent again', async () => {
    const faults = [{ action: 'ModifyPlan', match: { times: 1 }, fault: { kind: 'drop-after' as const } }];
    await withStock({ faults }, async (shop) => {
      const rows = (await plansOf(shop.simulator)).map(({ PlanId }) => ({
        Action: 'ModifyPlan',
        PlanId,
        RenewFlag: { Switch: 'on' },
      }));
      const { run } = await submitRows(shop.ledger, rows);
      await shop.startWorker();
      await untilCounts(shop.ledger, run, ({ succeeded }) => succeeded === 6);
      expect((await plansOf(shop.simulator)).map(({ AutoRenewal }) => AutoRenewal)).toEqual(
        Array(6).fill(true),
      );
      const settled = (await purchasesOf(shop.ledger, run)).map(({ settledBy }) => settledBy);
      expect(settled.filter((by) => by === 'reconcile')).toHaveLength(1);
    });
  });
});
