import { renew } from '../expiry.ts';
import { placeOrder } from '../place-order.ts';
import { centsPerMonth, isPlanPeriod } from '../plan-prices.ts';
import { numberOf, textOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import type { SimulatedAction } from '../simulated-action.ts';

/** Each call adds its period: one that is sent twice renews twice, as the vendor's does. */
export const renewPlan: SimulatedAction = {
  name: 'RenewPlan',
  service: 'teo',
  version: '2022-09-01',
  parameters: {
    PlanId: { type: 'string', isRequired: true },
    Period: { type: 'integer', isRequired: true },
    AutoUseVoucher: { type: 'string' },
  },
  answer: (call) => {
    const planId = textOf(call.params, 'PlanId');
    const months = numberOf(call.params, 'Period', 0);
    if (!['true', 'false'].includes(textOf(call.params, 'AutoUseVoucher', 'false')))
      return refuse('InvalidParameter.InvalidAutoUseVoucher', 'AutoUseVoucher is the text true or false.');
    if (!isPlanPeriod(months))
      return refuse('InvalidParameter.InvalidPeriod', 'A plan is not renewed for so many months.');
    const plan = call.account.plans.find((candidate) => candidate.planId === planId);
    if (!plan) return refuse('InvalidParameter.PlanNotFound', 'There is no such plan.');
    if (plan.planType === 'enterprise')
      return refuse('OperationDenied.EnterprisePlanRenewUnsupported', 'Enterprise plans are not renewed.');
    const goods = {
      action: 'renew' as const,
      productCode: 'p_edgeone',
      subProductCode: `sp_edgeone_${plan.planType}`,
      productName: 'EdgeOne',
      zoneCode: '',
      projectId: 0,
      timeSpan: months,
      timeUnit: 'm',
      costCents: months * (centsPerMonth.get(plan.planType) ?? 0),
      resourceIds: [planId],
    };
    const { deal, isPaid } = placeOrder(call, goods, (paid) => renew(plan, months, paid));
    if (!isPaid)
      return refuse('FailedOperation.InsufficientAccountBalance', 'The balance is too low to renew.');
    return fields({ DealName: deal.orderId });
  },
};
