import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBought, isAnyTargetBought, noteBought } from '../../../src/shared/ledger/bought-targets.ts';
import { testLedger } from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const targets = Array.from({ length: 1000 }, (_, i) => ({
  action: 'CreatePackageOrder',
  account: 'default',
  target: `site-${i}.example`,
}));

test('findBought tells the last run of each target that was bought, and null for the others', async () => {
  const ledger = testLedger(redis);
  const bought = targets.filter((_, i) => i % 3 === 0);
  await noteBought(
    ledger,
    bought.map((target) => ({ ...target, run: 'r000000000001' })),
  );
  for (const target of bought.slice(0, 1)) await noteBought(ledger, [{ ...target, run: 'r000000000002' }]);
  const expected = targets.map((_, i) => (i % 3 === 0 ? 'r000000000001' : null));
  expect(await findBought(ledger, targets)).toEqual(['r000000000002', ...expected.slice(1)]);
});

test('findBought keeps the same name of two actions, and of two accounts, apart', async () => {
  const ledger = testLedger(redis);
  const target = 'site.example';
  const bought = { action: 'CreatePlan', account: 'acme', target };
  await noteBought(ledger, [{ ...bought, run: 'r000000000001' }]);
  const others = [
    { ...bought, action: 'CreatePackageOrder' },
    { ...bought, account: 'default' },
  ];
  expect(await findBought(ledger, [...others, bought])).toEqual([null, null, 'r000000000001']);
});

test('isAnyTargetBought finds a single one, wherever it lies', async () => {
  for (const target of targets.slice(0, 20)) {
    const ledger = testLedger(redis);
    expect(await isAnyTargetBought(ledger)).toBe(false);
    await noteBought(ledger, [{ ...target, run: 'r000000000001' }]);
    expect(await isAnyTargetBought(ledger)).toBe(true);
  }
});
