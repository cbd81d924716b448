import type { ActionDefinition } from './action.ts';
import { bindZoneToPlan } from './bind-zone-to-plan.ts';
import { createInstance } from './create-instance.ts';
import { createPackageOrder } from './create-package-order.ts';
import { createPlan } from './create-plan.ts';
import { createZone } from './create-zone.ts';
import { modifyPlan } from './modify-plan.ts';
import { renewInstance } from './renew-instance.ts';
import { renewPlan } from './renew-plan.ts';
import { setRenewal } from './set-renewal.ts';

/** The catalogue: every API action that can be bought with. A new one is its own file and a line here. */
export const actions: readonly ActionDefinition[] = [
  createPackageOrder,
  createPlan,
  createInstance,
  renewPlan,
  modifyPlan,
  renewInstance,
  setRenewal,
];

/** Actions that no manifest asks for by name: they follow a purchase that was made. */
export const followUpActions: readonly ActionDefinition[] = [createZone, bindZoneToPlan];

/** Every action that is called; each has its queue, its limit and its hold. */
export const calledActions: readonly ActionDefinition[] = [...actions, ...followUpActions];

/** What a manifest may ask for, by name. */
export const actionNames: readonly string[] = actions.map((action) => action.name);

/** The action of exactly that name, as the API spells it. */
export function findAction(name: string): ActionDefinition | undefined {
  return calledActions.find((action) => action.name === name);
}

/** Whether an action follows a purchase, and is asked for by no manifest. */
export function isFollowUpAction(name: string): boolean {
  return followUpActions.some((action) => action.name === name);
}
