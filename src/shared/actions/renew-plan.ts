import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { everyServiceErrors } from './errors/every-service.ts';
import { teoErrors } from './errors/teo.ts';
import { autoUseVoucher, planId, planPeriods } from './plan-parameters.ts';
import { describePlans } from './read-backs.ts';

const params = z.strictObject({
  PlanId: planId,
  Period: z.literal(planPeriods).meta({ description: 'Months to renew for.', example: 12 }),
  AutoUseVoucher: autoUseVoucher,
});

const answer = z.looseObject({ RequestId: z.string(), DealName: z.string().nullish() });

/** Renews a prepaid EdgeOne plan. Each call adds its period, and no token tells two of them apart. */
export const renewPlan: ActionDefinition = {
  name: 'RenewPlan',
  service: 'teo',
  version: '2022-09-01',
  host: 'teo.tencentcloudapi.com',
  ratePerSecond: 20,
  title: 'Renewal of an EdgeOne plan',
  params,
  answer,
  readBought: (value) => {
    const { DealName } = answer.parse(value);
    return { orderId: DealName || null, resourceIds: [], delivery: 'complete' };
  },
  isInterchangeable: () => false,
  uniqueParameters: ['PlanId'],
  safety: {
    kind: 'neither',
    readBack: describePlans,
    renewal: {
      resourceParameter: 'PlanId',
      monthsOf: ({ Period }) => Number(Period),
      readBack: describePlans,
    },
  },
  errors: { ...everyServiceErrors, ...teoErrors },
};
