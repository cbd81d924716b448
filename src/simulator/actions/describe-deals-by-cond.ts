import type { Deal } from '../account.ts';
import { numberOf, numbersOf, textOf } from '../read-params.ts';
import { fields, refuse } from '../reply.ts';
import type { Call, SimulatedAction } from '../simulated-action.ts';
import { chinaTime, parseChinaTime } from '../vendor-time.ts';

const delivered = 4;
// Above this many entries a page the vendor leaves out which resources an order bought.
const maxLimitWithResources = 200;

/** Newest first. `Offset` counts pages, not orders, and only delivered orders are found unless others are asked for. */
export const describeDealsByCond: SimulatedAction = {
  name: 'DescribeDealsByCond',
  service: 'billing',
  version: '2018-07-09',
  parameters: {
    StartTime: { type: 'string', isRequired: true },
    EndTime: { type: 'string', isRequired: true },
    Limit: { type: 'integer', isRequired: true },
    Offset: { type: 'integer' },
    Status: { type: 'integer' },
    StatusSet: { type: 'list', of: { type: 'integer' } },
    OrderId: { type: 'string' },
    BigDealId: { type: 'string' },
    ResourceId: { type: 'string' },
  },
  answer: (call) => {
    const startMs = parseChinaTime(textOf(call.params, 'StartTime'));
    const endMs = parseChinaTime(textOf(call.params, 'EndTime'));
    const limit = numberOf(call.params, 'Limit', 20);
    const page = numberOf(call.params, 'Offset', 0);
    if (startMs === null || endMs === null || startMs > endMs)
      return refuse('InvalidParameterValue', 'StartTime and EndTime are YYYY-MM-DD HH:MM:SS, in order.');
    if (limit < 1 || limit > 1000) return refuse('InvalidParameterValue', 'Limit lies between 1 and 1000.');
    if (page < 0) return refuse('InvalidParameterValue', 'Offset begins at 0.');
    const found = call.account.deals
      .filter(({ createdAtMs }) => createdAtMs >= startMs && createdAtMs < endMs + 1000)
      .filter((deal) => isWanted(deal, call))
      .toReversed();
    return fields({
      Deals: found.slice(page * limit, (page + 1) * limit).map((deal) => dealDocument(deal, call, limit)),
      TotalCount: found.length,
    });
  },
};

function isWanted(deal: Deal, { params, nowMs }: Call): boolean {
  const asked = numbersOf(params, 'StatusSet');
  const statuses = asked.length > 0 ? asked : [numberOf(params, 'Status', delivered)];
  const { orderId, bigDealId } = deal;
  return (
    statuses.includes(statusOf(deal, nowMs)) &&
    textOf(params, 'OrderId', orderId) === orderId &&
    textOf(params, 'BigDealId', bigDealId) === bigDealId &&
    (params.ResourceId === undefined || deal.resourceIds.includes(textOf(params, 'ResourceId')))
  );
}

/** 1 waits for payment, 3 is being delivered, 4 is delivered. */
function statusOf(deal: Deal, nowMs: number): number {
  if (deal.deliveredAtMs === null) return 1;
  return deal.deliveredAtMs > nowMs ? 3 : delivered;
}

function dealDocument(deal: Deal, { account, nowMs }: Call, limit: number): Record<string, unknown> {
  const status = statusOf(deal, nowMs);
  const resourceIds = status === delivered ? deal.resourceIds : [];
  return {
    OrderId: deal.orderId,
    Status: status,
    Payer: String(account.uin),
    CreateTime: chinaTime(deal.createdAtMs),
    Creator: String(account.uin),
    RealTotalCost: deal.costCents,
    VoucherDecline: 0,
    ProjectId: deal.projectId,
    GoodsCategoryId: 100_019,
    ProductInfo: [{ Name: 'Specification', Value: deal.subProductCode }],
    TimeSpan: deal.timeSpan,
    TimeUnit: deal.timeUnit,
    Currency: 'USD',
    Policy: 100,
    Price: deal.costCents,
    TotalCost: deal.costCents,
    ProductCode: deal.productCode,
    SubProductCode: deal.subProductCode,
    BigDealId: deal.bigDealId,
    Formula: '',
    RefReturnDeals: '',
    PayMode: '1',
    Action: deal.action,
    ProductName: deal.productName,
    SubProductName: deal.subProductCode,
    ResourceId: limit > maxLimitWithResources ? null : resourceIds,
    ZoneCode: deal.zoneCode,
  };
}
