import { expect, test } from 'vitest';
import { call, codeOf } from './signed-call.ts';
import { simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();
const order = { Domain: 'example.com', Grade: 'DPG_ULTIMATE' };

test('CreatePackageOrder answers with nothing but a request id, and is told as executed', async () => {
  const simulator = await start();
  const answer = await call(simulator, 'CreatePackageOrder', order, {
    headers: { 'x-tc-traceid': 'trace-1' },
  });
  expect(Object.keys(answer)).toEqual(['RequestId']);
  expect(simulator.executed()).toEqual([
    {
      action: 'CreatePackageOrder',
      params: order,
      orderId: null,
      resourceIds: [],
      requestId: answer.RequestId,
      traceId: 'trace-1',
      clientToken: null,
      executedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
});

test('DescribeDomain tells the grade before and after a purchase', async () => {
  const simulator = await start();
  const grade = async () => (await call(simulator, 'DescribeDomain', { Domain: 'Example.com' })).DomainInfo;
  expect(await grade()).toMatchObject({ Domain: 'example.com', Grade: 'DP_FREE', IsVip: 'no' });
  await call(simulator, 'CreatePackageOrder', order);
  expect(await grade()).toMatchObject({ Grade: 'DPG_ULTIMATE', IsVip: 'yes', GradeLevel: 10 });
});

test('DescribeDomain finds a bought domain by its id', async () => {
  const simulator = await start();
  await call(simulator, 'CreatePackageOrder', order);
  const { DomainList } = await call(simulator, 'DescribeDomainList', { Type: 'VIP', Keyword: 'EXAM' });
  expect(DomainList).toMatchObject([{ Name: 'example.com', Grade: 'DPG_ULTIMATE', IsVip: 'YES' }]);
  const [{ DomainId }] = DomainList as [{ DomainId: number }];
  const byId = await call(simulator, 'DescribeDomain', { Domain: 'other.com', DomainId });
  expect(byId.DomainInfo).toMatchObject({ Domain: 'example.com' });
  expect(await codeOf(simulator, 'DescribeDomain', { Domain: 'a.com', DomainId: 1 })).toBe(
    'InvalidParameter.DomainIdInvalid',
  );
});

test('CreatePackageOrder takes a domain of any script', async () => {
  const simulator = await start();
  const chinese = { ...order, Domain: '例子.中国' };
  expect(await codeOf(simulator, 'CreatePackageOrder', chinese)).toBe('OK');
  const { DomainInfo } = await call(simulator, 'DescribeDomain', { Domain: '例子.中国' });
  expect(DomainInfo).toMatchObject({ Punycode: 'xn--fsqu00a.xn--fiqs8s' });
});

test('CreatePackageOrder sells the same grade again, so that a call sent twice shows', async () => {
  const simulator = await start();
  await call(simulator, 'CreatePackageOrder', order);
  await call(simulator, 'CreatePackageOrder', order);
  expect(simulator.executed()).toHaveLength(2);
});

test.each([
  ['MissingParameter', { Domain: 'example.com' }],
  ['UnknownParameter', { ...order, Period: 1 }],
  ['InvalidParameter', { ...order, Grade: 3 }],
  ['InvalidParameter', []],
  ['InvalidParameter.DomainInvalid', { ...order, Domain: 'localhost' }],
  ['InvalidParameterValue.DomainGradeInvalid', { ...order, Grade: 'DP_FREE' }],
  ['InvalidParameterValue.DomainNotExists', { ...order, Domain: 'missing-1.example.com' }],
  ['OperationDenied.DomainOwnerAllowedOnly', { ...order, Domain: 'notmine-1.example.com' }],
  ['FailedOperation.DomainIsLocked', { ...order, Domain: 'locked-1.example.com' }],
])('CreatePackageOrder refuses with %s', async (code, params) => {
  const simulator = await start();
  expect(await codeOf(simulator, 'CreatePackageOrder', params)).toBe(code);
  expect(simulator.executed()).toEqual([]);
});

test('DescribeDomain reads a locked domain and not a missing one', async () => {
  const simulator = await start();
  expect(await codeOf(simulator, 'DescribeDomain', { Domain: 'locked-1.example.com' })).toBe('OK');
  expect(await codeOf(simulator, 'DescribeDomain', { Domain: 'missing-1.example.com' })).toBe(
    'InvalidParameterValue.DomainNotExists',
  );
});

test.each([
  ['InvalidParameter.DomainTypeInvalid', { Type: 'SOME' }],
  ['InvalidParameter.LimitInvalid', { Limit: 3001 }],
  ['InvalidParameter.OffsetInvalid', { Offset: -1 }],
])('DescribeDomainList refuses with %s', async (code, params) => {
  const simulator = await start();
  expect(await codeOf(simulator, 'DescribeDomainList', params)).toBe(code);
});
