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

test('reset stocks the account anew', async () => {
  const simulator = await start({ stock: { plans: 3 } });
  simulator.reset();
  expect(await call(simulator, 'DescribePlans', {})).toMatchObject({ TotalCount: 3 });
});
