import { z } from 'zod';
import { readOwnership } from '../../shared/actions/ownership.ts';
import { describePlans, describeZones } from '../../shared/actions/read-backs.ts';
import { oneSpelling } from '../../shared/actions/target.ts';
import type { HandOver } from '../../shared/outcome.ts';
import type { Provider } from './provider.ts';

/** A site as DescribeZones shows it. */
export interface ShownSite {
  readonly zoneId: string;
  readonly zoneName: string;
  readonly handOver: HandOver | null;
}

/** A site as the plan that it is on shows it. */
export type SiteOnPlan = Pick<ShownSite, 'zoneId' | 'zoneName'>;

const names = z.array(z.string()).nullish().catch(null);
const vanity = z.object({ Switch: z.string(), Servers: names }).nullish().catch(null);
const detail = z
  .object({ OwnershipVerification: z.unknown(), NameServers: names, VanityNameServers: vanity })
  .nullish()
  .catch(null);

const zones = z.object({
  Zones: z
    .array(
      z.object({
        ZoneId: z.string(),
        ZoneName: z.string(),
        OwnershipVerification: z.unknown(),
        NameServers: names,
        VanityNameServers: vanity,
        NSDetail: detail,
        CNAMEDetail: detail,
      }),
    )
    .nullish(),
});

/** The site of the account with that name or that id: null where there is none, `unreadable` where none can be told. */
export async function findSite(
  provider: Provider,
  wanted: { readonly zoneName: string } | { readonly zoneId: string },
): Promise<ShownSite | null | 'unreadable'> {
  const sites = await findSites(
    provider,
    'zoneId' in wanted ? { zoneIds: [wanted.zoneId] } : { zoneNames: [wanted.zoneName] },
  );
  return sites === 'unreadable' ? sites : (sites.find((site) => isSite(site, wanted)) ?? null);
}

/** The sites of the account that have any of these names, or ids; at most `sitesAtOnce` of them. */
export async function findSites(
  provider: Provider,
  wanted: { readonly zoneNames: readonly string[] } | { readonly zoneIds: readonly string[] },
): Promise<readonly ShownSite[] | 'unreadable'> {
  const [Name, Values] = 'zoneIds' in wanted ? ['zone-id', wanted.zoneIds] : ['zone-name', wanted.zoneNames];
  const seen = await provider.look(describeZones, { Filters: [{ Name, Values }], Limit: 100, Offset: 0 });
  const parsed = seen.kind === 'seen' ? zones.safeParse(seen.fields) : null;
  return parsed?.success ? (parsed.data.Zones ?? []).map(siteOf) : 'unreadable';
}

const plans = z.object({
  Plans: z
    .array(
      z.object({
        PlanId: z.string(),
        ZonesInfo: z.array(z.object({ ZoneId: z.string(), ZoneName: z.string().nullish() })).nullish(),
      }),
    )
    .nullish(),
});

/** As many plans, or sites, as one look may ask for. */
export const sitesAtOnce = 20;

/** The sites on a plan: null where the plan does not show, `unreadable` where that cannot be told. */
export async function findSitesOn(
  provider: Provider,
  planId: string,
): Promise<readonly SiteOnPlan[] | null | 'unreadable'> {
  const found = await findSitesOnAll(provider, [planId]);
  return found === 'unreadable' ? found : (found.get(planId) ?? null);
}

/** The same of at most `sitesAtOnce` plans; those that do not show are left out. */
export async function findSitesOnAll(
  provider: Provider,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SiteOnPlan[]> | 'unreadable'> {
  const query = { Filters: [{ Name: 'plan-id', Values: planIds }], Limit: 200, Offset: 0 };
  const seen = await provider.look(describePlans, query);
  const parsed = seen.kind === 'seen' ? plans.safeParse(seen.fields) : null;
  if (!parsed?.success) return 'unreadable';
  return new Map(
    (parsed.data.Plans ?? []).map(({ PlanId, ZonesInfo }) => [
      PlanId,
      (ZonesInfo ?? []).map(({ ZoneId, ZoneName }) => ({ zoneId: ZoneId, zoneName: ZoneName ?? '' })),
    ]),
  );
}

/** Whether it is the one that is wanted; one name may be spelled in several ways. */
export function isSite(
  site: SiteOnPlan,
  wanted: { readonly zoneName: string } | { readonly zoneId: string },
): boolean {
  if ('zoneId' in wanted) return site.zoneId === wanted.zoneId;
  return oneSpelling(site.zoneName) === oneSpelling(wanted.zoneName);
}

type Zone = NonNullable<z.infer<typeof zones>['Zones']>[number];

function siteOf(zone: Zone): ShownSite {
  // What concerns one way of being connected stands in its own part, and in old answers beside it.
  const parts = [zone.NSDetail, zone.CNAMEDetail, zone];
  const owned = parts.map((part) => readOwnership(part?.OwnershipVerification)).find((read) => read !== null);
  const servers = parts.map(serversOf).find((found) => found.length > 0) ?? owned?.nameServers ?? [];
  const handOver = { nameServers: servers, verification: owned?.verification ?? null };
  const isEmpty = servers.length === 0 && handOver.verification === null;
  return { zoneId: zone.ZoneId, zoneName: zone.ZoneName, handOver: isEmpty ? null : handOver };
}

/** Name servers of the customer's own stand for those that EdgeOne gave. */
function serversOf(
  part: Pick<Zone, 'NameServers' | 'VanityNameServers'> | null | undefined,
): readonly string[] {
  const own = part?.VanityNameServers;
  if (own?.Switch === 'on' && own.Servers?.length) return own.Servers;
  return part?.NameServers ?? [];
}
