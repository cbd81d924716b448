import type { Deal } from '../account.ts';
import { findTokenUse, useToken } from '../client-tokens.ts';
import { instanceCentsPerMonth, monthsOf, refusalOfOrder } from '../instance-order-rules.ts';
import { placeOrder } from '../place-order.ts';
import { numberOf, textOf } from '../read-params.ts';
import type { Fields } from '../reply.ts';
import { fields, refuse } from '../reply.ts';
import { refusalOfProduct } from '../reserved-names.ts';
import { resourceId } from '../resource-id.ts';
import type { Call, SimulatedAction } from '../simulated-action.ts';
import { monthsLater } from '../vendor-time.ts';

/**
 * The same token with the same body, while it is remembered, answers with the first order and buys nothing. With
 * another body it is refused. An order that could not be paid does not use its token up.
 */
export const createInstance: SimulatedAction = {
  name: 'CreateInstance',
  service: 'billing',
  version: '2018-07-09',
  parameters: {
    ClientToken: { type: 'string', isRequired: true },
    ProductCode: { type: 'string', isRequired: true },
    SubProductCode: { type: 'string', isRequired: true },
    RegionCode: { type: 'string', isRequired: true },
    ZoneCode: { type: 'string', isRequired: true },
    PayMode: { type: 'string', isRequired: true },
    Parameter: { type: 'string', isRequired: true },
    Quantity: { type: 'integer' },
    ProjectId: { type: 'integer' },
    Period: { type: 'integer' },
    PeriodUnit: { type: 'string' },
    RenewFlag: { type: 'string' },
  },
  answer: (call) => {
    const refusal = refusalOfOrder(call.params);
    if (refusal) return refusal;
    const earlier = findTokenUse(call);
    if (earlier?.kind === 'refusal') return earlier;
    if (earlier) return orderAnswer(call, earlier.deal);
    const unavailable = refusalOfProduct(textOf(call.params, 'ProductCode'));
    if (unavailable) return unavailable;
    const { deal, isPaid } = placeOrder(call, goodsOf(call), deliver);
    if (!isPaid)
      return refuse('FailedOperation.BalanceInsufficient', 'The balance is too low for this order.');
    useToken(call, deal);
    return orderAnswer(call, deal);
  },
};

function orderAnswer(call: Call, deal: Deal): Fields {
  const isDelivered = deal.deliveredAtMs !== null && deal.deliveredAtMs <= call.nowMs;
  return fields({ OrderId: deal.orderId, InstanceIdList: isDelivered ? deal.resourceIds : [] });
}

function goodsOf(call: Call) {
  const { params } = call;
  const quantity = numberOf(params, 'Quantity', 1);
  const productCode = textOf(params, 'ProductCode');
  return {
    productCode,
    subProductCode: textOf(params, 'SubProductCode'),
    productName: productCode,
    zoneCode: textOf(params, 'ZoneCode'),
    projectId: numberOf(params, 'ProjectId', 0),
    timeSpan: numberOf(params, 'Period', 1),
    timeUnit: textOf(params, 'PeriodUnit', 'm'),
    costCents: quantity * monthsOf(params) * instanceCentsPerMonth,
    resourceIds: Array.from({ length: quantity }, () => resourceId(productCode.replace(/^p_/, ''))),
  };
}

function deliver(call: Call, deal: Deal): void {
  const deliveredAtMs = call.nowMs + call.deliveryDelayMs;
  for (const instanceId of deal.resourceIds) {
    call.account.instances.push({
      instanceId,
      productCode: deal.productCode,
      subProductCode: deal.subProductCode,
      regionCode: textOf(call.params, 'RegionCode'),
      renewFlag: textOf(call.params, 'RenewFlag', 'NOTIFY_AND_MANUAL_RENEW'),
      period: deal.timeSpan,
      periodUnit: deal.timeUnit,
      deliveredAtMs,
      expiries: [
        { shownFromMs: deliveredAtMs, expiresAtMs: monthsLater(deliveredAtMs, monthsOf(call.params)) },
      ],
    });
  }
}
