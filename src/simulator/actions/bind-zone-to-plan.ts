import type { Account, Site } from '../account.ts';
import { recordSale } from '../place-order.ts';
import { refusalOfSiteOn } from '../plan-for-site.ts';
import { textOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import { refusalOfZoneId } from '../reserved-names.ts';
import type { SimulatedAction } from '../simulated-action.ts';

/** Every id of a site that is not reserved belongs to a site of the account that is on no plan yet. */
export const bindZoneToPlan: SimulatedAction = {
  name: 'BindZoneToPlan',
  service: 'teo',
  version: '2022-09-01',
  parameters: {
    ZoneId: { type: 'string', isRequired: true },
    PlanId: { type: 'string', isRequired: true },
  },
  answer: (call) => {
    const zoneId = textOf(call.params, 'ZoneId');
    const planId = textOf(call.params, 'PlanId');
    const site = siteOf(call.account, zoneId);
    const refusal = refusalOfZoneId(zoneId);
    if (refusal) return refusal;
    if (site.planId !== null)
      return refuse('InvalidParameter.ZoneHasBeenBound', 'The site is on a plan already.');
    const refused = refusalOfSiteOn(call.account, planId, call.nowMs);
    if (refused) return refused;
    call.account.sites.set(zoneId, { ...site, planId });
    recordSale(call, { orderId: null, resourceIds: [zoneId] });
    return fields({});
  },
};

function siteOf({ sites }: Account, zoneId: string): Site {
  const unbound = { zoneId, zoneName: `${zoneId}.example`, type: 'full', area: 'overseas', planId: null };
  return sites.get(zoneId) ?? { ...unbound, createdAtMs: 0 };
}
