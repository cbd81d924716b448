import type { Bought } from '../../shared/actions/action.ts';
import type { Params } from '../../shared/purchase.ts';
import type { Conclusion } from './conclude.ts';
import type { LookRoom, Question } from './room.ts';
import { findSite, findSitesOn, isSite, type ShownSite } from './sites.ts';

const planNotFound = 'InvalidParameter.PlanNotFound';
const boundElsewhere = 'InvalidParameter.ZoneHasBeenBound';

/** Settles a site's way onto its plan: the plan shows which sites are on it, and the account has one of each name. */
export async function lookAtSite(room: LookRoom, question: Question): Promise<Conclusion> {
  const { provider } = room;
  const wanted = siteOf(question.params);
  const planId = String(question.params.PlanId);
  const onPlan = await findSitesOn(provider, planId);
  if (onPlan === 'unreadable') return { kind: 'unclear', seen: 'Looked: the plan could not be read.' };
  if (onPlan === null) {
    return { kind: 'no-trace', seen: `Looked: plan ${planId} does not show.`, refusedAs: planNotFound };
  }
  const there = onPlan.find((site) => isSite(site, wanted));
  if (there) return { kind: 'bought', bought: await boughtSite(room, there.zoneId) };
  const site = await findSite(provider, wanted);
  if (site === 'unreadable') return { kind: 'unclear', seen: 'Looked: the sites could not be read.' };
  // An unbound site is what a BindZoneToPlan begins with; to CreateZone its name is taken.
  if (site !== null && 'zoneName' in wanted) {
    const seen = `Looked: the account has site ${site.zoneId} of that name, and it is not on plan ${planId}.`;
    return { kind: 'no-trace', seen, refusedAs: boundElsewhere };
  }
  const seen = `Looked: the site is not on plan ${planId}.`;
  const refused = refusalOf(question);
  return { kind: 'no-trace', seen, ...(refused === null ? {} : { refusedAs: refused }) };
}

/** What there is to hand to the owner of a site that is on its plan; null while it cannot be told. */
export async function lookForHandOver(room: LookRoom, { params, record }: Question): Promise<Bought | null> {
  const [zoneId] = record.resourceIds;
  const site = await findSite(room.provider, zoneId === undefined ? siteOf(params) : { zoneId });
  if (site === null || site === 'unreadable') return null;
  return boughtBy(site.zoneId, site);
}

async function boughtSite(room: LookRoom, zoneId: string): Promise<Bought> {
  const site = await findSite(room.provider, { zoneId });
  return site === null || site === 'unreadable'
    ? { orderId: null, resourceIds: [zoneId], delivery: 'pending' }
    : boughtBy(zoneId, site);
}

function boughtBy(zoneId: string, { handOver }: Pick<ShownSite, 'handOver'>): Bought {
  return { orderId: null, resourceIds: [zoneId], delivery: 'complete', ...(handOver ? { handOver } : {}) };
}

function siteOf({ ZoneId, ZoneName }: Params): { readonly zoneName: string } | { readonly zoneId: string } {
  return typeof ZoneId === 'string' ? { zoneId: ZoneId } : { zoneName: String(ZoneName) };
}

/** What the API said that a second call would only be told again; null where it said nothing of the kind. */
function refusalOf({ record }: Question): string | null {
  const { errorCode } = record;
  if (errorCode === null) return null;
  return errorCode === boundElsewhere || /^(ResourceInUse|InvalidParameterValue)\b/.test(errorCode)
    ? errorCode
    : null;
}
