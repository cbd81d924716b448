import { expect, test } from 'vitest';
import { handHeldClock } from './hand-held-clock.ts';
import { call, codeOf } from './signed-call.ts';
import { simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();
type Simulator = Awaited<ReturnType<typeof start>>;

async function buyPlan(simulator: Simulator): Promise<unknown> {
  return (await call(simulator, 'CreatePlan', { PlanType: 'basic' })).PlanId;
}

test('CreateZone puts a site on a plan, which then shows it, and tells how to prove who owns the domain', async () => {
  const simulator = await start();
  const PlanId = await buyPlan(simulator);
  const params = { ZoneName: 'example.com', PlanId };
  const answer = await call(simulator, 'CreateZone', params);
  expect(answer).toMatchObject({
    ZoneId: expect.stringMatching(/^zone-[a-z0-9]{12}$/),
    OwnershipVerification: {
      DnsVerification: {
        Subdomain: 'edgeonereclaim',
        RecordType: 'TXT',
        RecordValue: expect.stringMatching(/^reclaim-/),
      },
      FileVerification: { Path: expect.stringMatching(/^\/\.well-known\//) },
      NsVerification: null,
    },
  });
  const { ZoneId } = answer;
  expect(simulator.executed()).toMatchObject([
    { action: 'CreatePlan' },
    { action: 'CreateZone', params, orderId: null, resourceIds: [ZoneId] },
  ]);
  expect(await call(simulator, 'DescribePlans')).toMatchObject({
    Plans: [{ PlanId, ZonesInfo: [{ ZoneId, ZoneName: 'example.com', Paused: false }] }],
  });
  const Filters = [{ Name: 'zone-name', Values: ['example.com'] }];
  expect(await call(simulator, 'DescribeZones', { Filters })).toMatchObject({
    TotalCount: 1,
    Zones: [{ ZoneId, Type: 'partial', Area: 'overseas', NameServers: [], NSDetail: null }],
  });
});

test('a site of type full is given name servers', async () => {
  const simulator = await start();
  const PlanId = await buyPlan(simulator);
  const answer = await call(simulator, 'CreateZone', { ZoneName: 'example.com', Type: 'full', PlanId });
  const NameServers = [expect.stringMatching(/^ns\d+\./), expect.stringMatching(/^ns\d+\./)];
  expect(answer).toMatchObject({ OwnershipVerification: { NsVerification: { NameServers } } });
  expect(await call(simulator, 'DescribeZones')).toMatchObject({
    Zones: [{ NameServers, NSDetail: { NameServers } }],
  });
});

test('a plan takes one site, and a name is given to one site', async () => {
  const simulator = await start();
  const first = await buyPlan(simulator);
  const second = await buyPlan(simulator);
  const create = (ZoneName: string, PlanId: unknown) => codeOf(simulator, 'CreateZone', { ZoneName, PlanId });
  expect(await create('example.com', 'edgeone-nowhere')).toBe('InvalidParameter.PlanNotFound');
  expect(await create('no name', first)).toBe('InvalidParameterValue.ZoneNameInvalid');
  expect(await create('occupied-1.example', first)).toBe('ResourceInUse.OthersCname');
  expect(await create('blocked-1.example', first)).toBe('OperationDenied.DomainIsBlocked');
  await call(simulator, 'CreateZone', { ZoneName: 'example.com', PlanId: first });
  expect(await create('example.com', second)).toBe('ResourceInUse.Cname');
  expect(await create('example.net', first)).toBe('LimitExceeded.ZoneBindPlan');
});

test('a plan takes no site before it is delivered', async () => {
  const clock = handHeldClock();
  const simulator = await start({ clock, deliveryDelayMs: 60_000 });
  const params = { ZoneName: 'example.com', PlanId: await buyPlan(simulator) };
  expect(await codeOf(simulator, 'CreateZone', params)).toBe('InvalidParameter.PlanNotFound');
});

test('BindZoneToPlan binds a site once', async () => {
  const simulator = await start();
  const first = await buyPlan(simulator);
  const second = await buyPlan(simulator);
  const bind = (ZoneId: string, PlanId: unknown) => codeOf(simulator, 'BindZoneToPlan', { ZoneId, PlanId });
  expect(await bind('zone-missing1', first)).toBe('InvalidParameter.ZoneNotFound');
  expect(await bind('zone-bound1', first)).toBe('InvalidParameter.ZoneHasBeenBound');
  await call(simulator, 'BindZoneToPlan', { ZoneId: 'zone-mine1', PlanId: first });
  expect(await bind('zone-mine1', second)).toBe('InvalidParameter.ZoneHasBeenBound');
  expect(await call(simulator, 'DescribePlans', { Direction: 'asc' })).toMatchObject({
    Plans: [{ ZonesInfo: [{ ZoneId: 'zone-mine1' }] }, { ZonesInfo: [] }],
  });
});
