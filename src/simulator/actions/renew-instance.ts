import { findTokenUse, useToken } from '../client-tokens.ts';
import { renew } from '../expiry.ts';
import { instanceCentsPerMonth, monthsOf, refusalOfPeriod } from '../instance-order-rules.ts';
import { placeOrder } from '../place-order.ts';
import { numberOf, textOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import type { SimulatedAction } from '../simulated-action.ts';

/** Its ClientToken is remembered as CreateInstance's is; after that, the same call renews once more. */
export const renewInstance: SimulatedAction = {
  name: 'RenewInstance',
  service: 'billing',
  version: '2018-07-09',
  parameters: {
    ClientToken: { type: 'string', isRequired: true },
    ProductCode: { type: 'string', isRequired: true },
    SubProductCode: { type: 'string', isRequired: true },
    RegionCode: { type: 'string', isRequired: true },
    InstanceId: { type: 'string', isRequired: true },
    Period: { type: 'integer' },
    PeriodUnit: { type: 'string' },
  },
  answer: (call) => {
    const { params } = call;
    const refusal = refusalOfPeriod(params);
    if (refusal) return refusal;
    const earlier = findTokenUse(call);
    if (earlier?.kind === 'refusal') return earlier;
    if (earlier) return fields({ OrderIdList: [earlier.deal.orderId] });
    const instanceId = textOf(params, 'InstanceId');
    const instance = call.account.instances.find((candidate) => candidate.instanceId === instanceId);
    if (!instance) return refuse('InvalidParameter.ApiParamError', 'There is no such instance.');
    const goods = {
      action: 'renew' as const,
      productCode: instance.productCode,
      subProductCode: instance.subProductCode,
      productName: instance.productCode,
      zoneCode: '',
      projectId: 0,
      timeSpan: numberOf(params, 'Period', 1),
      timeUnit: textOf(params, 'PeriodUnit', 'm'),
      costCents: monthsOf(params) * instanceCentsPerMonth,
      resourceIds: [instanceId],
    };
    const { deal, isPaid } = placeOrder(call, goods, (paid) => renew(instance, monthsOf(params), paid));
    if (!isPaid)
      return refuse('FailedOperation.BalanceInsufficient', 'The balance is too low for this order.');
    useToken(call, deal);
    return fields({ OrderIdList: [deal.orderId] });
  },
};
