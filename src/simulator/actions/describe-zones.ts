import type { Site } from '../account.ts';
import { numberOf, objectsOf, textOf, textsOf } from '../read-params.ts';
import type { Refusal } from '../reply.ts';
import { fields, refuse } from '../reply.ts';
import type { Call, SimulatedAction } from '../simulated-action.ts';
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
    const refusal = refusalOfQuery(call);
    if (refusal) return refusal;
    const offset = numberOf(call.params, 'Offset', 0);
    const found = [...call.account.sites.values()].filter((site) => isWanted(site, call));
    return fields({
      TotalCount: found.length,
      Zones: found.slice(offset, offset + numberOf(call.params, 'Limit', 20)).map(zoneDocument),
    });
  },
};

function refusalOfQuery({ params }: Call): Refusal | null {
  const limit = numberOf(params, 'Limit', 20);
  const filters = objectsOf(params, 'Filters');
  if (limit < 1 || limit > 100) return refuse('InvalidParameter', 'Limit lies between 1 and 100.');
  if (numberOf(params, 'Offset', 0) < 0) return refuse('InvalidParameter', 'Offset begins at 0.');
  if (filters.some((filter) => !filterable.has(textOf(filter, 'Name'))))
    return refuse('InvalidParameter', 'There is no such filter.');
  if (filters.some((filter) => textsOf(filter, 'Values').length > 20))
    return refuse('InvalidParameter', 'A filter takes up to 20 values.');
  return null;
}

function isWanted(site: Site, { params }: Call): boolean {
  return objectsOf(params, 'Filters').every((filter) => {
    const read = filterable.get(textOf(filter, 'Name'));
    return read !== undefined && textsOf(filter, 'Values').includes(read(site));
  });
}

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
