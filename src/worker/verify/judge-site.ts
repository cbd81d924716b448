import { oneSpelling } from '../../shared/actions/target.ts';
import { isSite, type SiteOnPlan } from '../reconcile/sites.ts';

/** A site that the ledger says was put on a plan, and what the provider shows of both. */
export interface SiteSight {
  /** The purchase, as a person knows it. */
  readonly name: string;
  readonly planId: string;
  readonly wanted: { readonly zoneName: string } | { readonly zoneId: string };
  /** Null where the plan does not show. */
  readonly onPlan: readonly SiteOnPlan[] | null;
  /** The account's sites of that name; empty where it was not asked by name. */
  readonly named: readonly SiteOnPlan[];
}

/** Whether a site stands on its plan, and stands there once: a sentence for each thing that differs. Pure. */
export function judgeSite({ name, planId, wanted, onPlan, named }: SiteSight): string[] {
  if (onPlan === null) return [`Plan ${planId}, which is to hold ${name}, does not show.`];
  const there = onPlan.filter((site) => isSite(site, wanted));
  if (there.length === 0) return [`${name} is not on plan ${planId}.`];
  const alike = 'zoneName' in wanted ? [...there, ...named.filter(isNamed(wanted.zoneName))] : there;
  const ids = new Set(alike.map(({ zoneId }) => zoneId));
  if (ids.size === 1) return [];
  return [
    `${name} is there ${ids.size} times, as ${[...ids].join(', ')}: it was created twice, or somebody else created one.`,
  ];
}

function isNamed(zoneName: string): (site: SiteOnPlan) => boolean {
  const wanted = oneSpelling(zoneName);
  return (site) => oneSpelling(site.zoneName) === wanted;
}
