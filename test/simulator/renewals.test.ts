import { expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { handHeldClock } from './hand-held-clock.ts';
import { call, codeOf } from './signed-call.ts';
import { instance, simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();
const startMs = Date.parse('2026-01-15T10:00:00Z');
const at = { timestamp: startMs / 1000 };
const someTime = { StartTime: '2000-01-01 00:00:00', EndTime: '2999-01-01 00:00:00', Limit: 20 };

async function withPlan(options: Parameters<typeof start>[0] = {}) {
  const clock = handHeldClock(startMs);
  const simulator = await start({ clock, ...options });
  const { PlanId } = await call(simulator, 'CreatePlan', { PlanType: 'basic' }, at);
  return { clock, simulator, PlanId };
}

async function planOf(simulator: Simulator, PlanId: unknown): Promise<Record<string, unknown>> {
  const Filters = [{ Name: 'plan-id', Values: [PlanId] }];
  const { Plans } = await call(simulator, 'DescribePlans', { Filters }, at);
  return (Plans as Record<string, unknown>[])[0] ?? {};
}

async function instanceOf(simulator: Simulator, InstanceId: unknown): Promise<Record<string, unknown>> {
  const query = { MaxResults: 1, InstanceIdList: [InstanceId] };
  const { InstanceList } = await call(simulator, 'DescribeRenewInstances', query, at);
  return (InstanceList as Record<string, unknown>[])[0] ?? {};
}

test('RenewPlan adds its months, once for each call', async () => {
  const { simulator, PlanId } = await withPlan();
  expect((await planOf(simulator, PlanId)).ExpiredTime).toBe('2026-02-15T10:00:00Z');
  const { DealName } = await call(simulator, 'RenewPlan', { PlanId, Period: 2 }, at);
  expect((await planOf(simulator, PlanId)).ExpiredTime).toBe('2026-04-15T10:00:00Z');
  await call(simulator, 'RenewPlan', { PlanId, Period: 2 }, at);
  expect((await planOf(simulator, PlanId)).ExpiredTime).toBe('2026-06-15T10:00:00Z');
  expect(simulator.executed().map(({ action }) => action)).toEqual(['CreatePlan', 'RenewPlan', 'RenewPlan']);
  const orders = await call(simulator, 'DescribeDealsByCond', { ...someTime, OrderId: DealName }, at);
  expect(orders).toMatchObject({ Deals: [{ Action: 'renew', ResourceId: [PlanId], TimeSpan: 2 }] });
});

test('a renewal whose delivery is delayed is not seen before it', async () => {
  const { clock, simulator, PlanId } = await withPlan({ deliveryDelayMs: 60_000 });
  clock.advanceMs(60_000);
  await call(simulator, 'RenewPlan', { PlanId, Period: 1 }, at);
  expect((await planOf(simulator, PlanId)).ExpiredTime).toBe('2026-02-15T10:01:00Z');
  clock.advanceMs(60_000);
  expect((await planOf(simulator, PlanId)).ExpiredTime).toBe('2026-03-15T10:01:00Z');
});

test('RenewPlan leaves an unpaid order when the balance is too low', async () => {
  const { simulator, PlanId } = await withPlan({ balanceCents: 5_000 });
  const code = await codeOf(simulator, 'RenewPlan', { PlanId, Period: 1 }, at);
  expect(code).toBe('FailedOperation.InsufficientAccountBalance');
  expect((await planOf(simulator, PlanId)).ExpiredTime).toBe('2026-02-15T10:00:00Z');
  expect(simulator.unpaidOrders()).toMatchObject([{ action: 'RenewPlan' }]);
});

test.each([
  ['InvalidParameter.PlanNotFound', 'RenewPlan', { PlanId: 'edgeone-1', Period: 1 }],
  ['InvalidParameter.InvalidPeriod', 'RenewPlan', { PlanId: 'edgeone-1', Period: 13 }],
  ['InvalidParameter.InvalidAutoUseVoucher', 'RenewPlan', { PlanId: 'x', Period: 1, AutoUseVoucher: 'yes' }],
  ['MissingParameter', 'RenewPlan', { PlanId: 'edgeone-1' }],
  ['UnknownParameter', 'RenewPlan', { PlanId: 'edgeone-1', Period: 1, ClientToken: 'x' }],
  ['InvalidParameter.PlanNotFound', 'ModifyPlan', { PlanId: 'edgeone-1', RenewFlag: { Switch: 'on' } }],
  ['MissingParameter', 'RenewInstance', { InstanceId: 'cfw-1' }],
  ['InvalidParameter', 'SetRenewal', { ProductCode: 'p', RegionCode: 'r', InstanceId: 'i', RenewFlag: 'on' }],
])('a renewal is refused with %s by %s', async (code, action, params) => {
  const simulator = await start();
  expect(await codeOf(simulator, action, params)).toBe(code);
  expect(simulator.executed()).toEqual([]);
});

test('ModifyPlan switches a plan, as often as it is told to', async () => {
  const { simulator, PlanId } = await withPlan();
  for (const Switch of ['on', 'on', 'off']) {
    await call(simulator, 'ModifyPlan', { PlanId, RenewFlag: { Switch } }, at);
    expect((await planOf(simulator, PlanId)).AutoRenewal).toBe(Switch === 'on');
  }
});

test('RenewInstance renews once for each ClientToken', async () => {
  const simulator = await start({ clock: handHeldClock(startMs) });
  const { InstanceIdList } = await call(simulator, 'CreateInstance', instance, at);
  const [InstanceId] = InstanceIdList as string[];
  const { ProductCode, SubProductCode, RegionCode } = instance;
  const renewal = { ProductCode, SubProductCode, RegionCode, InstanceId, Period: 1, PeriodUnit: 'y' };
  const first = await call(simulator, 'RenewInstance', { ClientToken: 'renew-1', ...renewal }, at);
  const second = await call(simulator, 'RenewInstance', { ClientToken: 'renew-1', ...renewal }, at);
  expect(second.OrderIdList).toEqual(first.OrderIdList);
  expect((await instanceOf(simulator, InstanceId)).ExpireTime).toBe('2027-02-15 18:00:00');
  await call(simulator, 'RenewInstance', { ClientToken: 'renew-2', ...renewal }, at);
  expect((await instanceOf(simulator, InstanceId)).ExpireTime).toBe('2028-02-15 18:00:00');
});

test('SetRenewal sets, and tells in a list what it could not set', async () => {
  const simulator = await start({ clock: handHeldClock(startMs) });
  const { InstanceIdList } = await call(simulator, 'CreateInstance', { ...instance, Period: 12 }, at);
  const [InstanceId] = InstanceIdList as string[];
  const { ProductCode, RegionCode } = instance;
  const wanted = { ProductCode, RegionCode, InstanceId, RenewFlag: 'NOTIFY_AND_AUTO_RENEW' };
  expect(await call(simulator, 'SetRenewal', wanted, at)).toMatchObject({ InstanceList: [] });
  expect(await instanceOf(simulator, InstanceId)).toMatchObject({ RenewFlag: 'NOTIFY_AND_AUTO_RENEW' });
  const missing = await call(simulator, 'SetRenewal', { ...wanted, InstanceId: 'cfw-0' }, at);
  expect(missing).toMatchObject({ InstanceList: [{ InstanceId: 'cfw-0', Code: 'InvalidParameter' }] });
  const tooLong = await call(simulator, 'SetRenewal', { ...wanted, RenewPeriod: '12' }, at);
  expect(tooLong).toMatchObject({ InstanceList: [{ InstanceId }] });
});
