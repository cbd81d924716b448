import { placeOrder } from '../place-order.ts';
import { centsPerMonth, isPlanPeriod } from '../plan-prices.ts';
import { numberOf, objectOf, textOf } from '../read-params.ts';
import type { Refusal } from '../reply.ts';
import { fields, refuse } from '../reply.ts';
import { refusalOfPlanType } from '../reserved-names.ts';
import { resourceId } from '../resource-id.ts';
import type { Call, SimulatedAction } from '../simulated-action.ts';
import { monthsLater } from '../vendor-time.ts';

export const createPlan: SimulatedAction = {
  name: 'CreatePlan',
  service: 'teo',
  version: '2022-09-01',
  parameters: {
    PlanType: { type: 'string', isRequired: true },
    AutoUseVoucher: { type: 'string' },
    PrepaidPlanParam: {
      type: 'object',
      rules: { Period: { type: 'integer' }, RenewFlag: { type: 'string' } },
    },
  },
  answer: (call) => {
    const refusal = refusalOfPlan(call);
    if (refusal) return refusal;
    const planType = textOf(call.params, 'PlanType');
    const planId = resourceId('edgeone');
    const goods = {
      productCode: 'p_edgeone',
      subProductCode: `sp_edgeone_${planType}`,
      productName: 'EdgeOne',
      zoneCode: '',
      projectId: 0,
      timeSpan: periodOf(call),
      timeUnit: 'm',
      costCents: periodOf(call) * (centsPerMonth.get(planType) ?? 0),
      resourceIds: [planId],
    };
    const { deal, isPaid } = placeOrder(call, goods, (paid) => enablePlan(paid, planId));
    if (!isPaid)
      return refuse('FailedOperation.InsufficientAccountBalance', 'The balance is too low for this plan.');
    return fields({ PlanId: planId, DealName: deal.orderId });
  },
};

function refusalOfPlan({ params }: Call): Refusal | null {
  const planType = textOf(params, 'PlanType');
  const prepaid = objectOf(params, 'PrepaidPlanParam');
  if (!centsPerMonth.has(planType))
    return refuse('InvalidParameter.InvalidPlanType', 'There is no such plan type.');
  if (!['true', 'false'].includes(textOf(params, 'AutoUseVoucher', 'false')))
    return refuse('InvalidParameter.InvalidAutoUseVoucher', 'AutoUseVoucher is the text true or false.');
  if (!isPlanPeriod(numberOf(prepaid, 'Period', 1)))
    return refuse('InvalidParameter.InvalidPeriod', 'A plan is not sold for so many months.');
  if (!['on', 'off'].includes(textOf(prepaid, 'RenewFlag', 'off')))
    return refuse('InvalidParameter.InvalidRenewFlag', 'RenewFlag is on or off.');
  return refusalOfPlanType(planType);
}

function periodOf({ params }: Call): number {
  return numberOf(objectOf(params, 'PrepaidPlanParam'), 'Period', 1);
}

function enablePlan(call: Call, planId: string): void {
  const enabledAtMs = call.nowMs + call.deliveryDelayMs;
  call.account.plans.push({
    planId,
    planType: textOf(call.params, 'PlanType'),
    isRenewed: textOf(objectOf(call.params, 'PrepaidPlanParam'), 'RenewFlag', 'off') === 'on',
    enabledAtMs,
    expiries: [{ shownFromMs: enabledAtMs, expiresAtMs: monthsLater(enabledAtMs, periodOf(call)) }],
  });
}
