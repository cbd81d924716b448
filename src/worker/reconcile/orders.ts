import { z } from 'zod';
import { describeDealsByCond } from '../../shared/actions/read-backs.ts';
import type { Provider } from './provider.ts';

/** An order as DescribeDealsByCond shows it; what no rule here asks for is left out. */
export interface Order {
  readonly orderId: string;
  readonly bigDealId: string | null;
  /** 1 unpaid, 2 paid, 3 being delivered, 4 delivered; the others are trouble of some kind. */
  readonly status: number;
  /** `YYYY-MM-DD HH:MM:SS`; the page names no time zone. */
  readonly createdAt: string;
  readonly productCode: string;
  readonly subProductCode: string;
  readonly action: string;
  readonly resourceIds: readonly string[];
  /** How long it buys, as the order says it: 1 and `m`; null where it does not. */
  readonly timeSpan: number | null;
  readonly timeUnit: string | null;
  /** What it costs, in hundredths of the account's currency. */
  readonly costCents: number | null;
  readonly currency: string | null;
}

export interface OrderQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly orderId?: string;
  readonly resourceId?: string;
}

const answer = z.object({
  Deals: z
    .array(
      z.object({
        OrderId: z.string(),
        BigDealId: z.string().nullish(),
        Status: z.number(),
        CreateTime: z.string().default(''),
        ProductCode: z.string().nullish(),
        SubProductCode: z.string().nullish(),
        Action: z.string().nullish(),
        ResourceId: z.array(z.string()).nullish(),
        TimeSpan: z.number().nullish().catch(null),
        TimeUnit: z.string().nullish().catch(null),
        RealTotalCost: z.number().nullish().catch(null),
        Currency: z.string().nullish().catch(null),
      }),
    )
    .nullish(),
});

// Without them only delivered orders are shown.
const everyStatus = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 30];
// Above this the answer leaves out which resources an order bought.
const pageSize = 200;
/** Paid, being delivered, delivered: bought, whatever is still to come. */
export const boughtStatuses: ReadonlySet<number> = new Set([2, 3, 4]);
/** No time zone is documented; a day on either side hides whichever it is. */
const zoneMarginMs = 86_400_000;

/** All orders of a time, whatever became of them; null when they cannot be read now. */
export async function findOrders(provider: Provider, query: OrderQuery): Promise<Order[] | null> {
  const all = await findByStatus(provider, query, { StatusSet: everyStatus });
  if (all !== 'status-set-unknown') return all;
  const orders: Order[] = [];
  for (const status of everyStatus) {
    const found = await findByStatus(provider, query, { Status: status });
    if (found === null || found === 'status-set-unknown') return null;
    orders.push(...found);
  }
  return orders;
}

async function findByStatus(
  provider: Provider,
  { fromMs, toMs, orderId, resourceId }: OrderQuery,
  status: Readonly<Record<string, unknown>>,
): Promise<Order[] | null | 'status-set-unknown'> {
  const orders: Order[] = [];
  for (let page = 0; ; page += 1) {
    const seen = await provider.look(describeDealsByCond, {
      StartTime: vendorTime(fromMs - zoneMarginMs),
      EndTime: vendorTime(toMs + zoneMarginMs),
      Limit: pageSize,
      // Counts pages, not orders.
      Offset: page,
      ...status,
      ...(orderId === undefined ? {} : { OrderId: orderId }),
      ...(resourceId === undefined ? {} : { ResourceId: resourceId }),
    });
    if (seen.kind === 'refused' && seen.code === 'UnknownParameter') return 'status-set-unknown';
    if (seen.kind !== 'seen') return null;
    const parsed = answer.safeParse(seen.fields);
    if (!parsed.success) return null;
    const deals = parsed.data.Deals ?? [];
    orders.push(...deals.map(orderOf));
    if (deals.length < pageSize) return orders;
  }
}

type Deal = NonNullable<z.infer<typeof answer>['Deals']>[number];

function orderOf(deal: Deal): Order {
  return {
    orderId: deal.OrderId,
    bigDealId: deal.BigDealId || null,
    status: deal.Status,
    createdAt: deal.CreateTime,
    productCode: deal.ProductCode ?? '',
    subProductCode: deal.SubProductCode ?? '',
    action: deal.Action ?? '',
    resourceIds: deal.ResourceId ?? [],
    timeSpan: deal.TimeSpan ?? null,
    timeUnit: deal.TimeUnit ?? null,
    costCents: deal.RealTotalCost ?? null,
    currency: deal.Currency ?? null,
  };
}

/** Whether an order may have been created in a span, be its time written in UTC or as China has it. */
export function isCreatedWithin({ createdAt }: Order, fromMs: number, toMs: number): boolean {
  const asUtcMs = Date.parse(`${createdAt.replace(' ', 'T')}Z`);
  return [asUtcMs, asUtcMs - 8 * 3_600_000].some((atMs) => atMs >= fromMs && atMs <= toMs);
}

function vendorTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}
