import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdLine, releaseLine } from '../../../src/shared/ledger/line-hold.ts';
import { paceKeys } from '../../../src/worker/pace-script.ts';
import { call } from '../../simulator/signed-call.ts';
import { submitRows } from '../../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';
import { untilFinished } from '../../support/worker.ts';
import { packages, purchasesOf, withShop } from '../shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

describe('looking first', () => {
  test('skips domains that have their grade, fails those that are not there, and buys the rest', async () => {
    await withShop(redis, {}, async ({ ledger, simulator, startWorker }) => {
      const rows = packages(4);
      const [{ Domain, Grade } = {}] = rows;
      await call(simulator, 'CreatePackageOrder', { Domain, Grade });
      const missing = { Action: 'CreatePackageOrder', Domain: 'missing-1.example', Grade };
      const { run } = await submitRows(ledger, [...rows, missing]);
      await startWorker();
      await untilFinished(ledger, run);
      const purchases = await purchasesOf(ledger, run);
      expect(purchases.map(({ state }) => state)).toEqual([
        'skipped',
        ...Array(3).fill('succeeded'),
        'failed',
      ]);
      expect(purchases[0]).toMatchObject({ attempts: 0, settledBy: 'reconcile', errorCode: null });
      expect(purchases[4]).toMatchObject({ attempts: 0, errorCode: 'InvalidParameterValue.DomainNotExists' });
      expect(simulator.executed()).toHaveLength(4);
    });
  });

  test('skips what another run has bought since the list of domains was read', async () => {
    const rows = packages(12);
    const domains = rows.map(({ Domain }) => String(Domain));
    await withShop(redis, { stock: { domains } }, async ({ ledger, simulator, startWorker }) => {
      await startWorker();
      const buy = async (some: typeof rows) => untilFinished(ledger, (await submitRows(ledger, some)).run);
      // The list is read once a look at a domain has shown something, and while the next ones are bought for.
      await buy(rows.slice(0, 1));
      await buy(rows.slice(1, 8));
      await until('the list was read', () => simulator.stats().DescribeDomainList !== undefined);
      await buy(rows);
      expect(simulator.executed()).toHaveLength(12);
    });
  });

  test('buys once for the domains of two runs that are worked at the same time', async () => {
    const rows = packages(6);
    const line = { action: 'CreatePackageOrder', account: 'default' };
    await withShop(redis, {}, async ({ ledger, simulator, startWorker }) => {
      const runs = await Promise.all([submitRows(ledger, rows), submitRows(ledger, [...rows].reverse())]);
      await holdLine(ledger, line, { code: 'by-hand', reason: 'Until all have looked.' });
      await Promise.all([startWorker(), startWorker()]);
      await until('each has looked, or waits for one that has', async () => {
        const all = (await Promise.all(runs.map(({ run }) => purchasesOf(ledger, run)))).flat();
        const waiting = all.filter(({ errorMessage }) => errorMessage?.startsWith('Waits until purchase'));
        return waiting.length + (simulator.stats().DescribeDomain?.calls ?? 0) >= 2 * rows.length;
      });
      await releaseLine(ledger, line);
      for (const { run } of runs) await untilFinished(ledger, run);
      expect(simulator.executed()).toHaveLength(6);
      const all = (await Promise.all(runs.map(({ run }) => purchasesOf(ledger, run)))).flat();
      expect(all.filter(({ state }) => state === 'skipped')).toHaveLength(6);
    });
  });

  test('looks at domains once a second less often than the API grants, for looks that are late', async () => {
    await withShop(redis, {}, async ({ ledger, startWorker }) => {
      const { run } = await submitRows(ledger, packages(2));
      await startWorker();
      await untilFinished(ledger, run);
      const [pacer = ''] = paceKeys(ledger, { action: 'DescribeDomain', account: 'default' });
      expect(await ledger.redis.hget(pacer, 'rate')).toBe('19');
    });
  });

  test('buys for all of them where whoever submitted wanted nothing looked at', async () => {
    await withShop(redis, {}, async ({ ledger, simulator, startWorker }) => {
      const [row = {}] = packages(1);
      await call(simulator, 'CreatePackageOrder', { Domain: row.Domain, Grade: row.Grade });
      const { run } = await submitRows(ledger, [row], { precheck: false });
      await startWorker();
      await untilFinished(ledger, run);
      expect((await purchasesOf(ledger, run))[0]?.state).toBe('succeeded');
      expect(simulator.stats().DescribeDomain).toBeUndefined();
    });
  });

  test('goes on without where the right to look is missing, or looks get no answer', async () => {
    for (const fault of [{ kind: 'code', code: 'UnauthorizedOperation' }, { kind: 'drop-before' }] as const) {
      const faults = [{ action: 'DescribeDomain', fault }];
      await withShop(redis, { faults }, async ({ ledger, simulator, startWorker }) => {
        const { run } = await submitRows(ledger, packages(3));
        await startWorker();
        await untilFinished(ledger, run);
        expect(simulator.executed()).toHaveLength(3);
      });
    }
  });
});
