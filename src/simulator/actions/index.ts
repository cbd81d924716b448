import type { SimulatedAction } from '../simulated-action.ts';
import { bindZoneToPlan } from './bind-zone-to-plan.ts';
import { createInstance } from './create-instance.ts';
import { createPackageOrder } from './create-package-order.ts';
import { createPlan } from './create-plan.ts';
import { createZone } from './create-zone.ts';
import { describeAccountBalance } from './describe-account-balance.ts';
import { describeDealsByCond } from './describe-deals-by-cond.ts';
import { describeDomain } from './describe-domain.ts';
import { describeDomainList } from './describe-domain-list.ts';
import { describePlans } from './describe-plans.ts';
import { describeRenewInstances } from './describe-renew-instances.ts';
import { describeZones } from './describe-zones.ts';
import { modifyPlan } from './modify-plan.ts';
import { payDeals } from './pay-deals.ts';
import { renewInstance } from './renew-instance.ts';
import { renewPlan } from './renew-plan.ts';
import { setRenewal } from './set-renewal.ts';

/** Every action the simulator answers. Another one is a file here and a line in this list. */
const actions: readonly SimulatedAction[] = [
  bindZoneToPlan,
  createInstance,
  createPackageOrder,
  createPlan,
  createZone,
  describeAccountBalance,
  describeDealsByCond,
  describeDomain,
  describeDomainList,
  describePlans,
  describeRenewInstances,
  describeZones,
  modifyPlan,
  payDeals,
  renewInstance,
  renewPlan,
  setRenewal,
];

/** What the simulator answers to, by the action's name. */
export const simulatedActions: ReadonlyMap<string, SimulatedAction> = new Map(
  actions.map((action) => [action.name, action]),
);
