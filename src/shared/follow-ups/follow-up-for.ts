import { freezeBody } from '../actions/freeze-body.ts';
import { followUpActions } from '../actions/index.ts';
import { noTerms, type Params, type Purchase, type Terms } from '../purchase.ts';

export type Site = NonNullable<Terms['site']>;

/** A purchase as far as what follows it depends on it. */
export type Followed = Pick<Purchase, 'row' | 'index' | 'line' | 'account' | 'reference'> & {
  readonly site: Site;
};

/** Only for a purchase that anything follows. */
export function followedOf(purchase: Omit<Followed, 'site'> & { readonly terms: Terms }): Followed | null {
  const { row, index, line, account, reference, terms } = purchase;
  return terms.site === undefined ? null : { row, index, line, account, reference, site: terms.site };
}

/** The action that puts a site on a plan. */
export function followUpActionFor(site: Site): string {
  return 'zoneId' in site ? 'BindZoneToPlan' : 'CreateZone';
}

/** The purchase that puts the site on the plan that was bought; it stands at the same place in the companion run. */
export function followUpFor(followed: Followed, planId: string): Purchase {
  const { row, index, line, account, reference, site } = followed;
  const action = followUpActionFor(site);
  const definition = followUpActions.find(({ name }) => name === action);
  if (!definition) throw new Error(`Cannot follow purchase as the action is unknown: got ${action}`);
  const body = freezeBody(definition, paramsFor(site, planId));
  return { row, index, line, action, account, reference, notes: {}, terms: noTerms, body };
}

function paramsFor(site: Site, planId: string): Params {
  if ('zoneId' in site) return { ZoneId: site.zoneId, PlanId: planId };
  const { zoneName, zoneType, zoneArea } = site;
  return {
    ...(zoneType === undefined ? {} : { Type: zoneType }),
    ZoneName: zoneName,
    ...(zoneArea === undefined ? {} : { Area: zoneArea }),
    PlanId: planId,
  };
}
