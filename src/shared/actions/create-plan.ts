import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { everyServiceErrors } from './errors/every-service.ts';
import { lineStopped } from './errors/rule.ts';
import { teoErrors } from './errors/teo.ts';
import { autoUseVoucher, planPeriods } from './plan-parameters.ts';
import { describePlans } from './read-backs.ts';

const prepaidPlanParam = z.strictObject({
  Period: z
    .literal(planPeriods)
    .meta({ description: 'Months to buy; 1 when left out. Prepaid plans only.', example: 12 })
    .optional(),
  RenewFlag: z
    .enum(['on', 'off'])
    .meta({
      description:
        'Whether the plan renews itself, each time for one month; off when left out. Prepaid plans only.',
      example: 'off',
    })
    .optional(),
});

const params = z
  .strictObject({
    PlanType: z.enum(['personal', 'basic', 'standard', 'enterprise']).meta({
      description: 'The plan to buy: personal, basic and standard are prepaid, enterprise is pay-as-you-go.',
      example: 'basic',
    }),
    AutoUseVoucher: autoUseVoucher,
    PrepaidPlanParam: prepaidPlanParam.optional(),
  })
  .superRefine(refusePrepaidEnterprise, { when: ({ value }) => isObject(value) });

/** `when` lets this rule speak beside those of the single fields, so nothing in `plan` is proved yet. */
function refusePrepaidEnterprise(
  plan: { readonly PlanType?: unknown; readonly PrepaidPlanParam?: unknown },
  context: z.core.$RefinementCtx,
): void {
  if (plan.PlanType !== 'enterprise' || plan.PrepaidPlanParam === undefined) return;
  const given = isObject(plan.PrepaidPlanParam) ? Object.keys(plan.PrepaidPlanParam) : [];
  const paths = given.length > 0 ? given.map((name) => ['PrepaidPlanParam', name]) : [['PrepaidPlanParam']];
  for (const path of paths) {
    context.addIssue({
      code: 'custom',
      path,
      message: 'must be left out for an enterprise plan, which is pay-as-you-go',
      params: { code: 'not-for-enterprise' },
    });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const answer = z.looseObject({
  RequestId: z.string(),
  PlanId: z.string().nullish(),
  DealName: z.string().nullish(),
});

/** Buys one EdgeOne plan, bound to no site yet. The API takes no token, so nothing tells two equal calls apart. */
export const createPlan: ActionDefinition = {
  name: 'CreatePlan',
  service: 'teo',
  version: '2022-09-01',
  host: 'teo.tencentcloudapi.com',
  ratePerSecond: 20,
  title: 'EdgeOne plan',
  params,
  answer,
  readBought: (value) => {
    const { DealName, PlanId } = answer.parse(value);
    // The plan that an answer left out is found by its order.
    const isWhole = PlanId || !DealName;
    return {
      orderId: DealName || null,
      resourceIds: PlanId ? [PlanId] : [],
      delivery: isWhole ? 'complete' : 'pending',
    };
  },
  isInterchangeable: () => true,
  uniqueParameters: [],
  safety: {
    kind: 'neither',
    readBack: describePlans,
  },
  errors: {
    ...everyServiceErrors,
    ...teoErrors,
    'OperationDenied.PleaseContactBusinessPersonnel': lineStopped(
      'product',
      'Ask your Tencent Cloud sales contact to open enterprise plans for the account, then release the line.',
    ),
  },
};
