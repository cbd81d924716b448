import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { everyServiceErrors } from './errors/every-service.ts';
import { teoErrors } from './errors/teo.ts';
import { planId } from './plan-parameters.ts';
import { describePlans } from './read-backs.ts';

const params = z.strictObject({
  PlanId: planId,
  RenewFlag: z.strictObject({
    Switch: z.enum(['on', 'off']).meta({
      description: 'Whether the plan renews itself, each time for one month.',
      example: 'on',
    }),
  }),
});

/** Switches the automatic renewal of an EdgeOne plan on or off. Buys nothing by itself. */
export const modifyPlan: ActionDefinition = {
  name: 'ModifyPlan',
  service: 'teo',
  version: '2022-09-01',
  host: 'teo.tencentcloudapi.com',
  ratePerSecond: 20,
  title: 'Automatic renewal of an EdgeOne plan',
  params,
  answer: z.looseObject({ RequestId: z.string() }),
  readBought: () => ({ orderId: null, resourceIds: [], delivery: 'complete' }),
  isInterchangeable: () => false,
  uniqueParameters: ['PlanId'],
  safety: { kind: 'sets-state', keyParameter: 'PlanId', readBack: describePlans },
  errors: { ...everyServiceErrors, ...teoErrors },
};
