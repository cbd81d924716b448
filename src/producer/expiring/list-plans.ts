import { z } from 'zod';
import { describePlans } from '../../shared/actions/read-backs.ts';
import type { Look } from '../../shared/seen.ts';
import { type ExpiringPlan, momentOf } from './expiring-resource.ts';
import { type ListedAt, lookPatiently } from './look-patiently.ts';

const shownPlan = z.object({
  PlanId: z.string(),
  PlanType: z.string(),
  AutoRenewal: z.boolean().nullish(),
  Status: z.string().nullish(),
  ExpiredTime: z.string().nullish(),
  ZonesInfo: z.array(z.object({ ZoneName: z.string().nullish() })).nullish(),
});

const planList: ListedAt<{ readonly Plans?: readonly z.infer<typeof shownPlan>[] | null | undefined }> = {
  readBack: describePlans,
  page: z.object({ Plans: z.array(shownPlan).nullish() }),
  what: 'plans',
  right: 'teo:DescribePlans',
};

// The most that the API gives at once.
const pageSize = 200;
/**
 * Pages hold hands: what is renewed while the list is read leaves its place, the plans behind it move up, and as many
 * would be passed over. While a page knows none of the last one's plans, it is asked for further in front.
 */
const overlap = 20;

/**
 * The plans that expire up to `untilMs`, each once, first the one that expires first, and maybe some that expire later.
 * Holds two pages, however many plans there are.
 */
export async function* listPlans(look: Look, untilMs: number): AsyncGenerator<ExpiringPlan> {
  let before: ReadonlySet<string> = new Set();
  let last: ReadonlySet<string> = new Set();
  for (let offset = 0; ; ) {
    const query = { Order: 'expire-time', Direction: 'asc', Limit: pageSize, Offset: offset };
    const plans = ((await lookPatiently(look, planList, query)).Plans ?? []).map(planOf);
    if (offset > 0 && plans.length > 0 && !plans.some(({ planId }) => last.has(planId))) {
      // At the very front all that was known is renewed or gone, and nothing was passed over.
      offset = Math.max(0, offset - pageSize / 2);
      continue;
    }
    yield* plans.filter(({ planId }) => !last.has(planId) && !before.has(planId));
    if (plans.length < pageSize || isPast(plans, untilMs)) return;
    before = last;
    last = new Set(plans.map(({ planId }) => planId));
    offset += pageSize - overlap;
  }
}

/** Whether all that follows expires later; never said of a page that is not in order, whatever was asked for. */
function isPast(plans: readonly ExpiringPlan[], untilMs: number): boolean {
  const ends = plans.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt.latestMs]));
  const isInOrder = ends.every((end, i) => i === 0 || end >= (ends[i - 1] ?? end));
  return isInOrder && (ends.at(-1) ?? untilMs) > untilMs;
}

function planOf(shown: z.infer<typeof shownPlan>): ExpiringPlan {
  const expiredTime = shown.ExpiredTime ?? '';
  const isAutoRenewed = shown.AutoRenewal === true;
  return {
    kind: 'plan',
    planId: shown.PlanId,
    planType: shown.PlanType,
    zones: (shown.ZonesInfo ?? []).flatMap(({ ZoneName }) => (ZoneName ? [ZoneName] : [])),
    expiresAt: momentOf(expiredTime),
    expiredTime,
    isAutoRenewed,
    autoRenewal: isAutoRenewed ? 'on' : 'off',
    status: shown.Status ?? '',
    name: shown.PlanType,
  };
}
