import type { Account } from './account.ts';
import type { Refusal } from './reply.ts';
import { refuse } from './reply.ts';
import { sitesOn } from './site.ts';

/** The vendor's plans differ in how many sites they take; one is enough to notice a second. */
const sitesPerPlan = 1;

/** Why a plan cannot take one more site, or null. Before its order is delivered there is no plan. */
export function refusalOfSiteOn(account: Account, planId: string, nowMs: number): Refusal | null {
  const plan = account.plans.find((each) => each.planId === planId);
  if (!plan || plan.enabledAtMs > nowMs)
    return refuse('InvalidParameter.PlanNotFound', 'There is no plan of this id.');
  if (sitesOn(account, planId).length >= sitesPerPlan)
    return refuse('LimitExceeded.ZoneBindPlan', 'The plan takes no more sites.');
  return null;
}
