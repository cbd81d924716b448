import { recordSale } from '../place-order.ts';
import { objectOf, textOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import type { SimulatedAction } from '../simulated-action.ts';

/** Told among what was executed, though it sells nothing, so that a test can see how often it was. */
export const modifyPlan: SimulatedAction = {
  name: 'ModifyPlan',
  service: 'teo',
  version: '2022-09-01',
  parameters: {
    PlanId: { type: 'string', isRequired: true },
    RenewFlag: { type: 'object', rules: { Switch: { type: 'string' } } },
  },
  answer: (call) => {
    const planId = textOf(call.params, 'PlanId');
    const plan = call.account.plans.find((candidate) => candidate.planId === planId);
    if (!plan) return refuse('InvalidParameter.PlanNotFound', 'There is no such plan.');
    const wanted = textOf(objectOf(call.params, 'RenewFlag'), 'Switch');
    if (!['on', 'off'].includes(wanted)) return refuse('InvalidParameter', 'RenewFlag.Switch is on or off.');
    if (plan.planType === 'enterprise')
      return refuse('OperationDenied.EnterprisePlanAutoRenewUnsupported', 'Enterprise plans do not renew.');
    plan.isRenewed = wanted === 'on';
    recordSale(call, { orderId: null, resourceIds: [planId] });
    return fields({});
  },
};
