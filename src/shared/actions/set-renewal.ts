import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { billingErrors } from './errors/billing.ts';
import { everyServiceErrors } from './errors/every-service.ts';
import { code, instanceId, renewFlags } from './instance-parameters.ts';
import { describeRenewInstances } from './read-backs.ts';

const periods = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'] as const;

const params = z.strictObject({
  ProductCode: code.meta({ description: "The product's code.", example: 'p_cloudfirewall' }),
  RegionCode: code.meta({ description: 'The region of the instance.', example: 'ap-guangzhou' }),
  InstanceId: instanceId,
  RenewFlag: z
    .enum(renewFlags)
    .meta({ description: 'What happens before it expires.', example: 'NOTIFY_AND_AUTO_RENEW' }),
  // The API wants the number as text; a JSON manifest may well hold the number.
  RenewPeriod: z
    .preprocess((value) => (typeof value === 'number' ? String(value) : value), z.enum(periods))
    .meta({
      description:
        "How long each automatic renewal lasts: 1 to 11 months or 1 to 5 years; the product's own length when left out.",
      example: '1',
    })
    .optional(),
  RenewPeriodUnit: z
    .enum(['m', 'y'])
    .meta({
      description: "The unit of RenewPeriod: m for months, y for years; the product's own when left out.",
      example: 'm',
    })
    .optional(),
});

const answer = z.looseObject({
  RequestId: z.string(),
  InstanceList: z.array(z.looseObject({ Code: z.string().min(1), Message: z.string().nullish() })).nullish(),
});

/** Says what happens before a prepaid instance expires. Buys nothing by itself. */
export const setRenewal: ActionDefinition = {
  name: 'SetRenewal',
  service: 'billing',
  version: '2018-07-09',
  host: 'billing.intl.tencentcloudapi.com',
  ratePerSecond: 20,
  title: 'Automatic renewal of a prepaid instance',
  params,
  answer,
  readBought: () => ({ orderId: null, resourceIds: [], delivery: 'complete' }),
  // The page calls the list that of the instances for which it failed.
  readRefusal: (value) => {
    const [failure] = answer.parse(value).InstanceList ?? [];
    return failure ? { code: failure.Code, message: failure.Message ?? '' } : null;
  },
  isInterchangeable: () => false,
  uniqueParameters: ['InstanceId'],
  safety: { kind: 'sets-state', keyParameter: 'InstanceId', readBack: describeRenewInstances },
  errors: { ...everyServiceErrors, ...billingErrors },
};
