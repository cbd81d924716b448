import { z } from 'zod';
import type { ReadBack } from '../../shared/actions/action.ts';
import type { Params } from '../../shared/purchase.ts';
import type { Unseen } from '../../shared/seen.ts';
import { isMonthsAfter } from './months.ts';
import type { Provider } from './provider.ts';

/** A plan as DescribePlans shows it. */
export interface Plan {
  readonly planId: string;
  /** `plan-basic` where CreatePlan says `basic`. */
  readonly planType: string;
  readonly isAutoRenewed: boolean | null;
  readonly enabledAtMs: number;
  readonly expiresAtMs: number | null;
}

const answer = z.object({
  Plans: z
    .array(
      z.object({
        PlanId: z.string(),
        PlanType: z.string(),
        AutoRenewal: z.boolean().nullish(),
        EnabledTime: z.string(),
        ExpiredTime: z.string().nullish(),
      }),
    )
    .nullish(),
});

const pageSize = 200;

/** The plans that were enabled since a time, newest first; or why they cannot be read now. */
export async function findPlans(
  provider: Provider,
  readBack: ReadBack,
  sinceMs: number,
): Promise<Plan[] | Unseen> {
  const plans: Plan[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const query = { Order: 'enable-time', Direction: 'desc', Limit: pageSize, Offset: offset };
    const seen = await provider.look(readBack, query);
    if (seen.kind !== 'seen') return seen;
    const parsed = answer.safeParse(seen.fields);
    if (!parsed.success) return { kind: 'unseen' };
    const page = (parsed.data.Plans ?? []).map(planOf);
    plans.push(...page.filter(({ enabledAtMs }) => enabledAtMs >= sinceMs));
    if (page.length < pageSize || page.some(({ enabledAtMs }) => enabledAtMs < sinceMs)) return plans;
  }
}

type Shown = NonNullable<z.infer<typeof answer>['Plans']>[number];

function planOf(shown: Shown): Plan {
  const expiresAtMs = Date.parse(shown.ExpiredTime ?? '');
  return {
    planId: shown.PlanId,
    planType: shown.PlanType,
    isAutoRenewed: shown.AutoRenewal ?? null,
    enabledAtMs: Date.parse(shown.EnabledTime),
    expiresAtMs: Number.isNaN(expiresAtMs) ? null : expiresAtMs,
  };
}

/** What tells the plans of one CreatePlan from those of another; equal for purchases that nothing tells apart. */
export function planSpec(params: Params): {
  readonly type: string;
  readonly period: number;
  readonly isAutoRenewed: boolean;
} {
  const prepaid = (params.PrepaidPlanParam ?? {}) as Params;
  return {
    type: String(params.PlanType),
    // The page's default where none is given.
    period: typeof prepaid.Period === 'number' ? prepaid.Period : 1,
    isAutoRenewed: prepaid.RenewFlag === 'on',
  };
}

/** Whether a plan can be what a CreatePlan with these params bought. What cannot be compared does not speak against it. */
export function canBePlanOf(params: Params, plan: Plan): boolean {
  const spec = planSpec(params);
  // Enterprise plans are shown under several names that begin the same.
  if (!plan.planType.toLowerCase().startsWith(`plan-${spec.type}`)) return false;
  if (spec.type === 'enterprise') return true;
  if (plan.isAutoRenewed !== null && plan.isAutoRenewed !== spec.isAutoRenewed) return false;
  return plan.expiresAtMs === null || isMonthsAfter(plan.enabledAtMs, plan.expiresAtMs, spec.period);
}
