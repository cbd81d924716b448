import { expect, test } from 'vitest';
import { call } from './signed-call.ts';
import { simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();
const dayMs = 86_400_000;

test('a stocked account holds plans and instances of which the share expires in time', async () => {
  const simulator = await start({
    stock: { plans: 150, instances: 60, expiring: 1 / 3, expiringWithinDays: 10 },
  });
  const { TotalCount, Plans } = await call(simulator, 'DescribePlans', {
    Order: 'expire-time',
    Direction: 'asc',
    Limit: 200,
  });
  const soonMs = Date.now() + 10 * dayMs;
  const expiries = (Plans as { ExpiredTime: string }[]).map(({ ExpiredTime }) => Date.parse(ExpiredTime));
  expect(TotalCount).toBe(150);
  expect(expiries).toEqual(expiries.toSorted((a, b) => a - b));
  expect(expiries.filter((at) => at > Date.now() && at <= soonMs)).toHaveLength(50);
  expect(expiries.filter((at) => at > soonMs + 5 * dayMs)).toHaveLength(100);
  const ExpireTimeEnd = new Date(soonMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const { InstanceList } = await call(simulator, 'DescribeRenewInstances', {
    MaxResults: 100,
    ExpireTimeEnd,
  });
  expect(InstanceList).toHaveLength(20);
  expect(simulator.executed()).toEqual([]);
});

test('the domains of the stock are listed as free until something is bought for them', async () => {
  const simulator = await start({ stock: { domains: ['One.example', 'two.example'] } });
  const listed = async (Type: string) => {
    const { DomainList } = await call(simulator, 'DescribeDomainList', { Type });
    return (DomainList as { Name: string; Grade: string }[]).map(({ Name, Grade }) => `${Name} ${Grade}`);
  };
  expect(await listed('ALL')).toEqual(['one.example DP_FREE', 'two.example DP_FREE']);
  await call(simulator, 'CreatePackageOrder', { Domain: 'two.example', Grade: 'DPG_ULTIMATE' });
  expect(await listed('ALL')).toEqual(['two.example DPG_ULTIMATE', 'one.example DP_FREE']);
  expect(await listed('VIP')).toEqual(['two.example DPG_ULTIMATE']);
  expect(await listed('FREE')).toEqual(['one.example DP_FREE']);
});

test('reset stocks the account anew', async () => {
  const simulator = await start({ stock: { plans: 3 } });
  simulator.reset();
  expect(await call(simulator, 'DescribePlans', {})).toMatchObject({ TotalCount: 3 });
});
