import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountKeys } from '../../../src/shared/ledger/keys.ts';
import { readHold, releaseLine } from '../../../src/shared/ledger/line-hold.ts';
import { watchBalances } from '../../../src/worker/balance/watch-balances.ts';
import { openLookRoom } from '../../../src/worker/open-look-room.ts';
import { submitRows } from '../../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { openTestAccounts, untilCounts, untilFinished } from '../../support/worker.ts';
import { instances, plans, until, withShop } from '../shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const line = { action: 'CreatePlan', account: 'default' };

test('a run stops once the balance is below its limit, with one look for all workers, and goes on when released', async () => {
  await withShop(redis, { balanceCents: 200_000, ratePerSecond: null }, async (shop) => {
    const { ledger, simulator } = shop;
    simulator.setBalance(90_000);
    const { run } = await submitRows(ledger, plans(12), { stopBelowCents: 100_000 });
    simulator.setFaults([{ action: 'CreatePlan', fault: { kind: 'latency', ms: 2_000 } }]);
    await Promise.all([shop.startWorker(), shop.startWorker()]);
    await until(async () => (await readHold(ledger, line)) !== null);
    expect(await readHold(ledger, line)).toMatchObject({ code: 'balance-below' });
    expect(simulator.arrivals('DescribeAccountBalance')).toHaveLength(1);
    simulator.setFaults([]);
    simulator.setBalance(1_000_000);
    await releaseLine(ledger, line);
    await untilFinished(ledger, run);
    expect(simulator.executed()).toHaveLength(12);
  });
});

test('a run whose balance cannot be seen any more is held, after several looks', async () => {
  await withShop(redis, {}, async (shop) => {
    const { ledger, simulator } = shop;
    const { balanceLease } = accountKeys(ledger.prefix, 'default');
    const lost = { action: 'DescribeAccountBalance', fault: { kind: 'html' as const, status: 502 } };
    simulator.setFaults([lost, { action: 'CreatePlan', fault: { kind: 'late', ms: 10_000 } }]);
    const { run } = await submitRows(ledger, plans(1), { stopBelowCents: 100 });
    await shop.startWorker();
    for (const looks of [1, 2]) {
      await until(() => simulator.arrivals('DescribeAccountBalance').length === looks);
      expect(await readHold(ledger, line)).toBeNull();
      // As if half a minute had passed.
      await ledger.redis.del(balanceLease);
    }
    await until(async () => (await readHold(ledger, line)) !== null);
    expect(await readHold(ledger, line)).toMatchObject({ code: 'balance-unreadable' });
    await untilCounts(ledger, run, ({ queued }) => queued === 0);
  });
});

test('a run stops although whoever looks at the balance works none of its actions', async () => {
  await withShop(redis, {}, async ({ ledger, simulator }) => {
    simulator.setBalance(90_000);
    for (const rows of [plans(1), instances(1)]) await submitRows(ledger, rows, { stopBelowCents: 100_000 });
    const { config, accounts, log } = await openTestAccounts(simulator);
    const { room, close } = openLookRoom({ ledger, config, accounts, log });
    const watch = watchBalances(room, [{ action: 'CreateInstance', account: 'default' }]);
    await until(async () => (await readHold(ledger, line)) !== null);
    expect(simulator.arrivals('DescribeAccountBalance')).toHaveLength(1);
    await watch.close();
    await close();
  });
});

test('nobody looks at the balance where no run is to stop below one', async () => {
  await withShop(redis, {}, async (shop) => {
    const { run } = await submitRows(shop.ledger, plans(2));
    await shop.startWorker();
    await untilFinished(shop.ledger, run);
    expect(shop.simulator.arrivals('DescribeAccountBalance')).toEqual([]);
  });
});
