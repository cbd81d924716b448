import { expect, test } from 'vitest';
import { handHeldClock } from './hand-held-clock.ts';
import { call, codeOf } from './signed-call.ts';
import { simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();
const someTime = { StartTime: '2000-01-01 00:00:00', EndTime: '2999-01-01 00:00:00', Limit: 20 };

test('CreatePlan answers with a plan and an order, and takes the price', async () => {
  const simulator = await start({ balanceCents: 100_000 });
  const params = { PlanType: 'basic', PrepaidPlanParam: { Period: 3, RenewFlag: 'on' } };
  const answer = await call(simulator, 'CreatePlan', params);
  expect(answer.PlanId).toMatch(/^edgeone-[a-z0-9]{12}$/);
  expect(answer.DealName).toMatch(/^\d{23}$/);
  expect(simulator.executed()).toMatchObject([
    { action: 'CreatePlan', params, orderId: answer.DealName, resourceIds: [answer.PlanId] },
  ]);
  expect(await call(simulator, 'DescribeAccountBalance')).toMatchObject({ Balance: 85_000 });
});

test('a bought plan is read back through its plan and its order', async () => {
  const simulator = await start({ clock: handHeldClock(Date.parse('2026-01-31T10:00:00Z')) });
  const now = { timestamp: Date.parse('2026-01-31T10:00:00Z') / 1000 };
  const { PlanId, DealName } = await call(simulator, 'CreatePlan', { PlanType: 'standard' }, now);
  const Filters = [{ Name: 'plan-id', Values: [PlanId] }];
  expect(await call(simulator, 'DescribePlans', { Filters }, now)).toMatchObject({
    TotalCount: 1,
    Plans: [
      {
        PlanId,
        PlanType: 'plan-standard',
        EnabledTime: '2026-01-31T10:00:00Z',
        Status: 'normal',
        ZonesInfo: [],
      },
    ],
  });
  expect(await call(simulator, 'DescribeDealsByCond', { ...someTime, OrderId: DealName }, now)).toMatchObject(
    {
      TotalCount: 1,
      Deals: [{ OrderId: DealName, Status: 4, ResourceId: [PlanId], CreateTime: '2026-01-31 18:00:00' }],
    },
  );
});

test('a plan whose delivery is delayed is not seen before it', async () => {
  const clock = handHeldClock();
  const simulator = await start({ clock, deliveryDelayMs: 60_000 });
  await call(simulator, 'CreatePlan', { PlanType: 'basic' });
  expect(await call(simulator, 'DescribePlans')).toMatchObject({ TotalCount: 0 });
  clock.advanceMs(60_000);
  expect(await call(simulator, 'DescribePlans')).toMatchObject({ TotalCount: 1 });
});

test('CreatePlan leaves an unpaid order when the balance is too low', async () => {
  const simulator = await start({ balanceCents: 4_999 });
  const code = await codeOf(simulator, 'CreatePlan', { PlanType: 'basic' });
  expect(code).toBe('FailedOperation.InsufficientAccountBalance');
  expect(simulator.executed()).toEqual([]);
  expect(simulator.unpaidOrders()).toMatchObject([{ action: 'CreatePlan', unpaid: true, resourceIds: [] }]);
  expect(await call(simulator, 'DescribePlans')).toMatchObject({ TotalCount: 0 });
  expect(await call(simulator, 'DescribeDealsByCond', someTime)).toMatchObject({ TotalCount: 0 });
  expect(await call(simulator, 'DescribeDealsByCond', { ...someTime, StatusSet: [1, 4] })).toMatchObject({
    Deals: [{ Status: 1, ResourceId: [] }],
  });
});

test('DescribePlans filters, orders and pages', async () => {
  const clock = handHeldClock();
  const simulator = await start({ clock });
  const ids: unknown[] = [];
  for (const [type, months] of [
    ['basic', 12],
    ['standard', 1],
    ['basic', 2],
  ] as const) {
    const params = { PlanType: type, PrepaidPlanParam: { Period: months } };
    ids.push((await call(simulator, 'CreatePlan', params)).PlanId);
    clock.advanceMs(1_000);
  }
  const idsBy = async (query: object) => {
    const { Plans } = await call(simulator, 'DescribePlans', query);
    return (Plans as { PlanId: string }[]).map(({ PlanId }) => ids.indexOf(PlanId));
  };
  expect(await idsBy({})).toEqual([2, 1, 0]);
  expect(await idsBy({ Direction: 'asc' })).toEqual([0, 1, 2]);
  expect(await idsBy({ Order: 'expire-time', Direction: 'asc' })).toEqual([1, 2, 0]);
  expect(await idsBy({ Direction: 'asc', Offset: 1, Limit: 1 })).toEqual([1]);
  expect(await idsBy({ Filters: [{ Name: 'plan-type', Values: ['plan-basic'] }] })).toEqual([2, 0]);
});

test.each([
  ['MissingParameter', {}],
  ['UnknownParameter', { PlanType: 'basic', ClientToken: 'x' }],
  ['UnknownParameter', { PlanType: 'basic', PrepaidPlanParam: { Months: 1 } }],
  ['InvalidParameter', { PlanType: 'basic', AutoUseVoucher: true }],
  ['InvalidParameter', { PlanType: 'basic', PrepaidPlanParam: { Period: '1' } }],
  ['InvalidParameter.InvalidPlanType', { PlanType: 'plan-basic' }],
  ['InvalidParameter.InvalidAutoUseVoucher', { PlanType: 'basic', AutoUseVoucher: 'yes' }],
  ['InvalidParameter.InvalidPeriod', { PlanType: 'basic', PrepaidPlanParam: { Period: 13 } }],
  ['InvalidParameter.InvalidRenewFlag', { PlanType: 'basic', PrepaidPlanParam: { RenewFlag: 'ON' } }],
  ['OperationDenied.PleaseContactBusinessPersonnel', { PlanType: 'enterprise' }],
])('CreatePlan refuses with %s', async (code, params) => {
  const simulator = await start();
  expect(await codeOf(simulator, 'CreatePlan', params)).toBe(code);
  expect(simulator.executed()).toEqual([]);
});

test.each([
  ['InvalidParameter', { Limit: 201 }],
  ['InvalidParameter', { Offset: -1 }],
  ['InvalidParameter', { Order: 'create-time' }],
  ['InvalidParameter', { Direction: 'Desc' }],
  ['InvalidParameter', { Filters: [{ Name: 'plan-id', Values: Array(21).fill('x') }] }],
  ['InvalidParameter', { Filters: [{ Name: 'plan-id', Values: [1] }] }],
  ['MissingParameter', { Filters: [{ Name: 'plan-id' }] }],
  ['InvalidParameter.InvalidFilterName', { Filters: [{ Name: 'colour', Values: [] }] }],
])('DescribePlans refuses with %s', async (code, params) => {
  const simulator = await start();
  expect(await codeOf(simulator, 'DescribePlans', params)).toBe(code);
});
