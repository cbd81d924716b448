import { isDomainName } from '../domain-name.ts';
import { recordSale } from '../place-order.ts';
import { refusalOfSiteOn } from '../plan-for-site.ts';
import { textOf } from '../read-params.ts';
import type { Refusal } from '../reply.ts';
import { fields, refuse } from '../reply.ts';
import { refusalOfSite } from '../reserved-names.ts';
import { resourceId } from '../resource-id.ts';
import type { Call, SimulatedAction } from '../simulated-action.ts';
import { ownershipOf, siteNamed } from '../site.ts';

const types = ['partial', 'full', 'noDomainAccess', 'dnsPodAccess'];
const areas = ['global', 'mainland', 'overseas'];

/** Costs nothing; what counts as executed is that a site came to be. */
export const createZone: SimulatedAction = {
  name: 'CreateZone',
  service: 'teo',
  version: '2022-09-01',
  parameters: {
    Type: { type: 'string' },
    ZoneName: { type: 'string' },
    Area: { type: 'string' },
    PlanId: { type: 'string' },
    AliasZoneName: { type: 'string' },
    Tags: {
      type: 'list',
      of: { type: 'object', rules: { TagKey: { type: 'string' }, TagValue: { type: 'string' } } },
    },
    AllowDuplicates: { type: 'boolean' },
    JumpStart: { type: 'boolean' },
  },
  answer: (call) => {
    const refusal = refusalOfZone(call);
    if (refusal) return refusal;
    const zoneName = textOf(call.params, 'ZoneName').toLowerCase();
    const zoneId = resourceId('zone');
    const type = textOf(call.params, 'Type', 'partial');
    call.account.sites.set(zoneId, {
      zoneId,
      zoneName,
      type,
      area: textOf(call.params, 'Area', 'overseas'),
      planId: textOf(call.params, 'PlanId') || null,
      createdAtMs: call.nowMs,
    });
    recordSale(call, { orderId: null, resourceIds: [zoneId] });
    return fields({ ZoneId: zoneId, OwnershipVerification: ownershipOf({ zoneName, type }) });
  },
};

function refusalOfZone({ params, account, nowMs }: Call): Refusal | null {
  const zoneName = textOf(params, 'ZoneName').toLowerCase();
  const planId = textOf(params, 'PlanId');
  const type = textOf(params, 'Type', 'partial');
  if (!types.includes(type)) return refuse('InvalidParameterValue', 'There is no such type of site.');
  if (!areas.includes(textOf(params, 'Area', 'overseas')))
    return refuse('InvalidParameterValue', 'There is no such area.');
  if (type !== 'noDomainAccess' && !isDomainName(zoneName))
    return refuse('InvalidParameterValue.ZoneNameInvalid', 'This is not a domain name.');
  if (siteNamed(account, zoneName))
    return refuse(type === 'full' ? 'ResourceInUse.NS' : 'ResourceInUse.Cname', 'This account has the site.');
  return refusalOfSite(zoneName) ?? (planId === '' ? null : refusalOfSiteOn(account, planId, nowMs));
}
