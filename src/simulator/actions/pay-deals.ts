import type { Account, Deal } from '../account.ts';
import { textsOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import type { Call, SimulatedAction } from '../simulated-action.ts';

/** Pays orders that wait for it, all of them or none. One that is paid is refused, as only unpaid orders can be paid. */
export const payDeals: SimulatedAction = {
  name: 'PayDeals',
  service: 'billing',
  version: '2018-07-09',
  parameters: {
    OrderIds: { type: 'list', of: { type: 'string' } },
    BigDealIds: { type: 'list', of: { type: 'string' } },
    AutoVoucher: { type: 'integer' },
    VoucherIds: { type: 'list', of: { type: 'string' } },
    AgentPay: { type: 'integer' },
    CpsUin: { type: 'string' },
  },
  answer: (call) => {
    const isByOrder = textsOf(call.params, 'OrderIds').length > 0;
    if (isByOrder === textsOf(call.params, 'BigDealIds').length > 0)
      return refuse('InvalidParameter', 'Exactly one of OrderIds and BigDealIds is given.');
    const deals = dealsOf(call);
    if (deals === null) return refuse('FailedOperation.InvalidDeal', 'Only unpaid orders can be paid.');
    const costCents = deals.reduce((sum, deal) => sum + deal.costCents, 0);
    if (call.account.balanceCents < costCents)
      return refuse('FailedOperation.BalanceInsufficient', 'The balance is too low for these orders.');
    for (const { orderId } of deals) call.account.waitingOrders.get(orderId)?.(call.nowMs);
    return fields({
      OrderIds: deals.map(({ orderId }) => orderId),
      ResourceIds: deals.flatMap(({ resourceIds }) => resourceIds),
      BigDealIds: deals.map(({ bigDealId }) => bigDealId),
    });
  },
};

/** The orders that are meant, or null unless each of them waits for payment. */
function dealsOf({ account, params }: Call): readonly Deal[] | null {
  const orderIds = textsOf(params, 'OrderIds');
  const bigDealIds = textsOf(params, 'BigDealIds');
  const deals = account.deals.filter(
    ({ orderId, bigDealId }) => orderIds.includes(orderId) || bigDealIds.includes(bigDealId),
  );
  const isWhole = new Set([...orderIds, ...bigDealIds]).size === deals.length;
  return isWhole && deals.every((deal) => isWaiting(account, deal)) ? deals : null;
}

function isWaiting({ waitingOrders }: Account, { orderId }: Deal): boolean {
  return waitingOrders.has(orderId);
}
