import type { Plan } from '../account.ts';
import { expiresAtMs } from '../expiry.ts';
import { pageOf, passesFilters, refusalOfFilters, refusalOfPage } from '../list-query.ts';
import { textOf } from '../read-params.ts';
import type { Refusal } from '../reply.ts';
import { fields, refuse } from '../reply.ts';
import type { Call, SimulatedAction } from '../simulated-action.ts';
import { sitesOn } from '../site.ts';
import { isoSeconds } from '../vendor-time.ts';

/** What a filter of this name compares. */
const filterable = new Map<string, (plan: Plan, nowMs: number) => string>([
  ['plan-type', ({ planType }) => `plan-${planType}`],
  ['plan-id', ({ planId }) => planId],
  ['area', () => 'global'],
  ['status', statusOf],
]);

/** A plan can be seen here once its order is delivered. */
export const describePlans: SimulatedAction = {
  name: 'DescribePlans',
  service: 'teo',
  version: '2022-09-01',
  parameters: {
    Filters: {
      type: 'list',
      of: {
        type: 'object',
        rules: {
          Name: { type: 'string', isRequired: true },
          Values: { type: 'list', of: { type: 'string' }, isRequired: true },
        },
      },
    },
    Order: { type: 'string' },
    Direction: { type: 'string' },
    Limit: { type: 'integer' },
    Offset: { type: 'integer' },
  },
  answer: (call) => {
    const refusal =
      refusalOfPage(call, 200) ??
      refusalOfOrder(call) ??
      refusalOfFilters(call, filterable, 'InvalidParameter.InvalidFilterName');
    if (refusal) return refusal;
    const shown = call.account.plans.filter(({ enabledAtMs }) => enabledAtMs <= call.nowMs);
    const found = inOrder(
      call,
      shown.filter((plan) => passesFilters(plan, call, filterable)),
    );
    return fields({
      TotalCount: found.length,
      Plans: pageOf(found, call).map((plan) => planDocument(plan, call)),
    });
  },
};

function refusalOfOrder({ params }: Call): Refusal | null {
  if (!['enable-time', 'expire-time'].includes(textOf(params, 'Order', 'enable-time')))
    return refuse('InvalidParameter', 'Order is enable-time or expire-time.');
  if (!['asc', 'desc'].includes(textOf(params, 'Direction', 'desc')))
    return refuse('InvalidParameter', 'Direction is asc or desc.');
  return null;
}

function inOrder({ params, nowMs }: Call, plans: readonly Plan[]): readonly Plan[] {
  const isByExpiry = textOf(params, 'Order', 'enable-time') === 'expire-time';
  const ascending = isByExpiry
    ? plans.toSorted((a, b) => expiresAtMs(a, nowMs) - expiresAtMs(b, nowMs))
    : plans;
  return textOf(params, 'Direction', 'desc') === 'asc' ? ascending : ascending.toReversed();
}

function planDocument(plan: Plan, { account, nowMs }: Call): Record<string, unknown> {
  return {
    PlanType: `plan-${plan.planType}`,
    PlanId: plan.planId,
    Area: 'global',
    AutoRenewal: plan.isRenewed,
    Status: statusOf(plan, nowMs),
    PayMode: 1,
    ZonesInfo: sitesOn(account, plan.planId).map(({ zoneId, zoneName }) => ({
      ZoneId: zoneId,
      ZoneName: zoneName,
      Paused: false,
    })),
    SmartRequestCapacity: 0,
    VAUCapacity: 0,
    AccTrafficCapacity: 53_687_091_200,
    SmartTrafficCapacity: 0,
    DDoSTrafficCapacity: 0,
    SecTrafficCapacity: 0,
    SecRequestCapacity: 0,
    L4TrafficCapacity: 0,
    CrossMLCTrafficCapacity: 0,
    Bindable: 'true',
    EnabledTime: isoSeconds(plan.enabledAtMs),
    ExpiredTime: isoSeconds(expiresAtMs(plan, nowMs)),
    Features: [],
  };
}

const dayMs = 86_400_000;

/** The vendor names the words; how long each lasts is the simulator's choice. */
function statusOf(plan: Plan, nowMs: number): string {
  const expiryMs = expiresAtMs(plan, nowMs);
  if (expiryMs + 7 * dayMs <= nowMs) return 'isolated';
  if (expiryMs <= nowMs) return 'expired';
  return expiryMs - 7 * dayMs <= nowMs ? 'expiring-soon' : 'normal';
}
