import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { billingErrors } from './errors/billing.ts';
import { everyServiceErrors } from './errors/every-service.ts';
import { refused } from './errors/rule.ts';
import { clientToken, code, renewFlags } from './instance-parameters.ts';
import { describeDealsByCond } from './read-backs.ts';

const params = z.strictObject({
  ClientToken: clientToken,
  ProductCode: code.meta({ description: "The product's code.", example: 'p_cloudfirewall' }),
  SubProductCode: code.meta({ description: "The sub-product's code.", example: 'sp_cloudfirewall_svv1' }),
  RegionCode: code.meta({ description: 'The region to deliver in.', example: 'ap-guangzhou' }),
  ZoneCode: code.meta({ description: 'The availability zone to deliver in.', example: 'ap-guangzhou-6' }),
  PayMode: z
    .literal('PrePay')
    .meta({ description: 'How it is paid: PrePay is the only way.', example: 'PrePay' }),
  Parameter: z.string().refine(isJsonObject, 'must be the text of a JSON object').meta({
    description: 'What to buy in detail, as the product defines it: the text of a JSON object.',
    example: '{"pid":1002147,"goodsNum":1,"timeSpan":1,"timeUnit":"m"}',
    holds: 'json',
  }),
  Quantity: z
    .int()
    .min(1)
    .meta({ description: 'How many instances one order holds; 1 when left out.', example: 1 })
    .optional(),
  ProjectId: z
    .int()
    .min(0)
    .meta({ description: 'The project to book on; 0, the default project, when left out.', example: 0 })
    .optional(),
  Period: z
    .int()
    .min(1)
    .max(36)
    .meta({ description: 'How long to buy, 1 to 36 of PeriodUnit; 1 when left out.', example: 1 })
    .optional(),
  PeriodUnit: z
    .enum(['m', 'y'])
    .meta({ description: 'The unit of Period: m for months, y for years; m when left out.', example: 'm' })
    .optional(),
  RenewFlag: z
    .enum(renewFlags)
    .meta({
      description: 'What happens before it expires; NOTIFY_AND_MANUAL_RENEW when left out.',
      example: 'NOTIFY_AND_MANUAL_RENEW',
    })
    .optional(),
});

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const answer = z.looseObject({
  RequestId: z.string(),
  OrderId: z.string().nullish(),
  InstanceIdList: z.array(z.string()).nullish(),
});

/** Buys one prepaid instance of a billing product and pays it from the balance; the ClientToken tells calls apart. */
export const createInstance: ActionDefinition = {
  name: 'CreateInstance',
  service: 'billing',
  version: '2018-07-09',
  host: 'billing.intl.tencentcloudapi.com',
  ratePerSecond: 20,
  title: 'Prepaid instance of a product',
  params,
  answer,
  readBought: (value) => {
    const { OrderId, InstanceIdList } = answer.parse(value);
    const resourceIds = InstanceIdList ?? [];
    // The page says that a late delivery answers with an empty list: bought all the same.
    return {
      orderId: OrderId || null,
      resourceIds,
      delivery: resourceIds.length > 0 ? 'complete' : 'pending',
    };
  },
  isInterchangeable: ({ ClientToken }) => ClientToken === undefined,
  uniqueParameters: ['ClientToken'],
  safety: {
    kind: 'token',
    tokenParameter: 'ClientToken',
    readBack: describeDealsByCond,
  },
  errors: {
    ...everyServiceErrors,
    ...billingErrors,
    'FailedOperation.NumLimitError': refused(
      'Lower Quantity to what the product allows and submit the row again.',
    ),
  },
};
