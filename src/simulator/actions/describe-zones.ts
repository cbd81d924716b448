import type { Site } from '../account.ts';
import { pageOf, passesFilters, refusalOfFilters, refusalOfPage } from '../list-query.ts';
import { fields } from '../reply.ts';
import type { SimulatedAction } from '../simulated-action.ts';
import { nameServersOf, ownershipOf } from '../site.ts';
import { isoSeconds } from '../vendor-time.ts';

/** What a filter of this name compares. */
const filterable = new Map<string, (site: Site) => string>([
  ['zone-name', ({ zoneName }) => zoneName],
  ['zone-id', ({ zoneId }) => zoneId],
  ['zone-type', ({ type }) => type],
  ['status', statusOf],
]);

export const describeZones: SimulatedAction = {
  name: 'DescribeZones',
  service: 'teo',
  version: '2022-09-01',
  parameters: {
    Filters: {
      type: 'list',
      of: {
        type: 'object',
        rules: {
          Name: { type: 'string', isRequired: true },
          Values: { type: 'list', of: { type: 'string' }, isRequired: true },
          Fuzzy: { type: 'boolean' },
        },
      },
    },
    Order: { type: 'string' },
    Direction: { type: 'string' },
    Limit: { type: 'integer' },
    Offset: { type: 'integer' },
  },
  answer: (call) => {
    const refusal = refusalOfPage(call, 100) ?? refusalOfFilters(call, filterable, 'InvalidParameter');
    if (refusal) return refusal;
    const found = [...call.account.sites.values()].filter((site) => passesFilters(site, call, filterable));
    return fields({ TotalCount: found.length, Zones: pageOf(found, call).map(zoneDocument) });
  },
};

function zoneDocument(site: Site): Record<string, unknown> {
  const ownership = ownershipOf(site);
  const nameServers = nameServersOf(site);
  const shared = { IsFake: 0, OwnershipVerification: ownership };
  const vanity = { VanityNameServers: { Switch: 'off', Servers: [] }, VanityNameServersIps: [] };
  const original = ['ns1.registrar.example', 'ns2.registrar.example'];
  return {
    ZoneId: site.zoneId,
    ZoneName: site.zoneName,
    AliasZoneName: '',
    Area: site.area,
    Type: site.type,
    Tags: [],
    Resources: [],
    NSDetail:
      site.type === 'full'
        ? {
            ...shared,
            CnameSpeedUp: 'disabled',
            OriginalNameServers: original,
            NameServers: nameServers,
            ...vanity,
          }
        : null,
    CNAMEDetail: site.type === 'partial' ? shared : null,
    DNSPodDetail: site.type === 'dnsPodAccess' ? { IsFake: 0 } : null,
    CreatedOn: isoSeconds(site.createdAtMs),
    ModifiedOn: isoSeconds(site.createdAtMs),
    Status: statusOf(site),
    CnameStatus: 'pending',
    ActiveStatus: 'inactive',
    LockStatus: 'enable',
    Paused: false,
    ...shared,
    CnameSpeedUp: 'disabled',
    OriginalNameServers: original,
    NameServers: nameServers,
    ...vanity,
  };
}

function statusOf({ planId }: Site): string {
  return planId === null ? 'initializing' : 'pending';
}
