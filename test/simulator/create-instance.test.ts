import { expect, test } from 'vitest';
import { handHeldClock } from './hand-held-clock.ts';
import { call, codeOf } from './signed-call.ts';
import { instance, simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();
const someTime = { StartTime: '2000-01-01 00:00:00', EndTime: '2999-01-01 00:00:00', Limit: 200 };
const everyStatus = { ...someTime, StatusSet: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };

test('CreateInstance answers with an order and its instances, which can be read back', async () => {
  const simulator = await start({ balanceCents: 1_000_000 });
  const params = { ...instance, Quantity: 2, Period: 1, PeriodUnit: 'y' };
  const { OrderId, InstanceIdList } = await call(simulator, 'CreateInstance', params);
  expect(InstanceIdList).toHaveLength(2);
  expect(simulator.executed()).toMatchObject([
    { params, orderId: OrderId, resourceIds: InstanceIdList, clientToken: 'token-1' },
  ]);
  expect(await call(simulator, 'DescribeAccountBalance')).toMatchObject({ Balance: 760_000 });
  expect(await call(simulator, 'DescribeRenewInstances', { MaxResults: 10, InstanceIdList })).toMatchObject({
    InstanceList: [{ RenewPeriod: 1, RenewPeriodUnit: 'y' }, { RegionCode: 'ap-guangzhou' }],
    NextToken: null,
  });
  expect(await call(simulator, 'DescribeDealsByCond', someTime)).toMatchObject({
    Deals: [{ OrderId, ResourceId: InstanceIdList, ProductCode: 'p_cloudfirewall', TotalCost: 240_000 }],
  });
});

test('the same ClientToken with the same body buys once', async () => {
  const simulator = await start();
  const first = await call(simulator, 'CreateInstance', instance);
  const second = await call(simulator, 'CreateInstance', instance);
  expect(second).toEqual({ ...first, RequestId: expect.not.stringMatching(String(first.RequestId)) });
  expect(simulator.executed()).toHaveLength(1);
});

test('the same ClientToken sent many times at once buys once', async () => {
  const simulator = await start({ latencyMs: { min: 1, max: 5 } });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => call(simulator, 'CreateInstance', instance)),
  );
  expect(new Set(answers.map(({ OrderId }) => OrderId)).size).toBe(1);
  expect(simulator.executed()).toHaveLength(1);
});

test('the same ClientToken with another body is refused', async () => {
  const simulator = await start();
  await call(simulator, 'CreateInstance', instance);
  expect(await codeOf(simulator, 'CreateInstance', { ...instance, Period: 2 })).toBe('InvalidParameter');
  expect(simulator.executed()).toHaveLength(1);
});

test('a ClientToken is forgotten after its lifetime, and buys again', async () => {
  const clock = handHeldClock();
  const simulator = await start({ clock, tokenLifetimeMs: 10_000 });
  await call(simulator, 'CreateInstance', instance);
  clock.advanceMs(9_999);
  await call(simulator, 'CreateInstance', instance);
  expect(simulator.executed()).toHaveLength(1);
  clock.advanceMs(1);
  await call(simulator, 'CreateInstance', instance);
  expect(simulator.executed()).toHaveLength(2);
});

test('a delayed delivery answers without instances, and with them later', async () => {
  const clock = handHeldClock();
  const simulator = await start({ clock, deliveryDelayMs: 30_000 });
  const { OrderId, InstanceIdList } = await call(simulator, 'CreateInstance', instance);
  expect(InstanceIdList).toEqual([]);
  expect(await call(simulator, 'DescribeDealsByCond', someTime)).toMatchObject({ TotalCount: 0 });
  expect(await call(simulator, 'DescribeDealsByCond', everyStatus)).toMatchObject({
    Deals: [{ OrderId, Status: 3, ResourceId: [] }],
  });
  expect(await call(simulator, 'DescribeRenewInstances', { MaxResults: 1 })).toMatchObject({
    InstanceList: [],
  });
  clock.advanceMs(30_000);
  const again = await call(simulator, 'CreateInstance', instance);
  expect(again).toMatchObject({ OrderId, InstanceIdList: [expect.stringMatching(/^cloudfirewall-/)] });
  expect(await call(simulator, 'DescribeDealsByCond', someTime)).toMatchObject({
    Deals: [{ OrderId, Status: 4, ResourceId: again.InstanceIdList }],
  });
});

test('CreateInstance leaves an unpaid order when the balance is too low, and its token unused', async () => {
  const simulator = await start({ balanceCents: 9_999 });
  expect(await codeOf(simulator, 'CreateInstance', instance)).toBe('FailedOperation.BalanceInsufficient');
  expect(simulator.executed()).toEqual([]);
  expect(simulator.unpaidOrders()).toMatchObject([{ action: 'CreateInstance', clientToken: 'token-1' }]);
  expect(await call(simulator, 'DescribeDealsByCond', everyStatus)).toMatchObject({ Deals: [{ Status: 1 }] });
  simulator.setBalance(10_000);
  expect(await codeOf(simulator, 'CreateInstance', instance)).toBe('OK');
});

test('DescribeDealsByCond pages by page number and hides resources above 200 a page', async () => {
  const simulator = await start();
  for (const ClientToken of ['a', 'b', 'c'])
    await call(simulator, 'CreateInstance', { ...instance, ClientToken });
  const orderIds = simulator.executed().map(({ orderId }) => orderId);
  const secondPage = { ...someTime, Limit: 2, Offset: 1 };
  expect(await call(simulator, 'DescribeDealsByCond', secondPage)).toMatchObject({
    TotalCount: 3,
    Deals: [{ OrderId: orderIds[0] }],
  });
  const { Deals } = await call(simulator, 'DescribeDealsByCond', { ...someTime, Limit: 201 });
  expect(Deals).toMatchObject([{ ResourceId: null }, { ResourceId: null }, { ResourceId: null }]);
});

test('DescribeDealsByCond finds by order, big order, resource and time', async () => {
  const simulator = await start();
  const { OrderId, InstanceIdList } = await call(simulator, 'CreateInstance', instance);
  const [ResourceId] = InstanceIdList as string[];
  const total = async (query: object) =>
    (await call(simulator, 'DescribeDealsByCond', { ...someTime, ...query })).TotalCount;
  const BigDealId = String(OrderId).replace(/1$/, '0');
  expect(await Promise.all([{ OrderId }, { BigDealId }, { ResourceId }].map(total))).toEqual([1, 1, 1]);
  expect(await total({ OrderId: BigDealId })).toBe(0);
  expect(await total({ ResourceId: 'ins-1' })).toBe(0);
  expect(await total({ EndTime: '2000-01-02 00:00:00' })).toBe(0);
});

test('DescribeRenewInstances pages by token, in order of expiry', async () => {
  const simulator = await start();
  for (const Period of [3, 1, 2])
    await call(simulator, 'CreateInstance', { ...instance, ClientToken: `t${Period}`, Period });
  const page = (query: object) => call(simulator, 'DescribeRenewInstances', { MaxResults: 2, ...query });
  const first = await page({});
  expect(first).toMatchObject({ InstanceList: [{ RenewPeriod: 1 }, { RenewPeriod: 2 }] });
  expect(await page({ NextToken: first.NextToken })).toMatchObject({
    InstanceList: [{ RenewPeriod: 3 }],
    NextToken: null,
  });
  expect(await page({ Reverse: true })).toMatchObject({
    InstanceList: [{ RenewPeriod: 3 }, { RenewPeriod: 2 }],
  });
  expect(await page({ RenewFlagList: ['NOTIFY_AND_AUTO_RENEW'] })).toMatchObject({ InstanceList: [] });
  expect(await page({ ExpireTimeEnd: '2001-01-01 00:00:00' })).toMatchObject({ InstanceList: [] });
});

test.each([
  ['MissingParameter', { ClientToken: undefined }],
  ['UnknownParameter', { Colour: 'blue' }],
  ['InvalidParameter', { ClientToken: '' }],
  ['InvalidParameter', { ClientToken: 'x'.repeat(65) }],
  ['InvalidParameter', { ClientToken: 'ключ' }],
  ['InvalidParameter', { PayMode: 'PostPay' }],
  ['InvalidParameter', { Period: 37 }],
  ['InvalidParameter', { PeriodUnit: 'd' }],
  ['InvalidParameter', { RenewFlag: 'on' }],
  ['InvalidParameter', { ProjectId: -1 }],
  ['InvalidParameter', { Quantity: 0 }],
  ['InvalidParameter', { Parameter: { pid: 1 } }],
  ['InvalidParameter.ApiParamError', { Parameter: 'pid=1' }],
  ['InvalidParameter.ApiParamError', { Parameter: '[]' }],
  ['FailedOperation.NumLimitError', { Quantity: 101 }],
  ['ResourceUnavailable', { ProductCode: 'p_soldout' }],
  ['FailedOperation.BusinessCheckErrCode', { ProductCode: 'p_notallowed' }],
])('CreateInstance refuses with %s when given %o', async (code, change) => {
  const simulator = await start();
  expect(await codeOf(simulator, 'CreateInstance', { ...instance, ...change })).toBe(code);
  expect(simulator.executed()).toEqual([]);
});

test.each([
  ['InvalidParameterValue', 'DescribeDealsByCond', { ...someTime, StartTime: '2026-01-01' }],
  ['InvalidParameterValue', 'DescribeDealsByCond', { ...someTime, Limit: 1001 }],
  ['InvalidParameterValue', 'DescribeDealsByCond', { ...someTime, Offset: -1 }],
  ['MissingParameter', 'DescribeDealsByCond', { Limit: 20 }],
  ['InvalidParameter', 'DescribeRenewInstances', { MaxResults: 101 }],
  ['InvalidParameter', 'DescribeRenewInstances', { MaxResults: 1, NextToken: 'x' }],
  ['InvalidParameter', 'DescribeRenewInstances', { MaxResults: 1, ExpireTimeStart: 'x' }],
  ['InvalidParameter', 'DescribeRenewInstances', { MaxResults: 1, InstanceIdList: Array(101).fill('x') }],
])('billing refuses with %s: %s', async (code, action, params) => {
  const simulator = await start();
  expect(await codeOf(simulator, action, params)).toBe(code);
});
