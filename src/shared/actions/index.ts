import type { ActionDefinition } from './action.ts';
import { createInstance } from './create-instance.ts';
import { createPackageOrder } from './create-package-order.ts';
import { createPlan } from './create-plan.ts';

/** The catalogue: every API action that can be bought with. A new one is its own file and a line here. */
export const actions: readonly ActionDefinition[] = [createPackageOrder, createPlan, createInstance];

export const actionNames: readonly string[] = actions.map((action) => action.name);

/** The action of exactly that name, as the API spells it. */
export function findAction(name: string): ActionDefinition | undefined {
  return actions.find((action) => action.name === name);
}
