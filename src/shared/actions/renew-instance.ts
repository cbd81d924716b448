import { z } from 'zod';
import type { Params } from '../purchase.ts';
import type { ActionDefinition } from './action.ts';
import { billingErrors } from './errors/billing.ts';
import { everyServiceErrors } from './errors/every-service.ts';
import { clientToken, code, instanceId } from './instance-parameters.ts';
import { describeRenewInstances } from './read-backs.ts';

const params = z.strictObject({
  ClientToken: clientToken,
  ProductCode: code.meta({ description: "The product's code.", example: 'p_cloudfirewall' }),
  SubProductCode: code.meta({ description: "The sub-product's code.", example: 'sp_cloudfirewall_svv1' }),
  RegionCode: code.meta({ description: 'The region of the instance.', example: 'ap-guangzhou' }),
  InstanceId: instanceId,
  Period: z
    .int()
    .min(1)
    .max(36)
    .meta({ description: 'How long to renew for, 1 to 36 of PeriodUnit; 1 when left out.', example: 12 })
    .optional(),
  PeriodUnit: z
    .enum(['m', 'y'])
    .meta({ description: 'The unit of Period: m for months, y for years; m when left out.', example: 'm' })
    .optional(),
});

const answer = z.looseObject({ RequestId: z.string(), OrderIdList: z.array(z.string()).nullish() });

function monthsOf({ Period = 1, PeriodUnit }: Params): number {
  return Number(Period) * (PeriodUnit === 'y' ? 12 : 1);
}

/** Renews one prepaid instance and pays from the balance; the ClientToken tells calls apart. */
export const renewInstance: ActionDefinition = {
  name: 'RenewInstance',
  service: 'billing',
  version: '2018-07-09',
  host: 'billing.intl.tencentcloudapi.com',
  ratePerSecond: 20,
  title: 'Renewal of a prepaid instance',
  params,
  answer,
  readBought: (value) => {
    const [orderId] = answer.parse(value).OrderIdList ?? [];
    return { orderId: orderId || null, resourceIds: [], delivery: 'complete' };
  },
  isInterchangeable: () => false,
  uniqueParameters: ['ClientToken', 'InstanceId'],
  safety: {
    kind: 'token',
    tokenParameter: 'ClientToken',
    readBack: describeRenewInstances,
    renewal: { resourceParameter: 'InstanceId', monthsOf, readBack: describeRenewInstances },
  },
  errors: { ...everyServiceErrors, ...billingErrors },
};
