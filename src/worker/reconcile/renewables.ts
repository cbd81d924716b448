import { z } from 'zod';
import type { ReadBack } from '../../shared/actions/action.ts';
import type { Look, Unseen } from '../../shared/seen.ts';

/** Something that expires and can be renewed, as the provider shows it. */
export interface Renewable {
  readonly id: string;
  /** Null for what has no end. Billing names no time zone: its times are read as UTC, the latest they may mean. */
  readonly expiresAtMs: number | null;
  readonly isAutoRenewed: boolean | null;
  /** The word of the renewal's setting, where it has one: that of an instance. */
  readonly renewFlag: string | null;
  readonly renewPeriod: string | null;
}

/** As many as one look may ask for. */
export const renewablesAtOnce = 20;

const plans = z.object({
  Plans: z
    .array(
      z.object({
        PlanId: z.string(),
        AutoRenewal: z.boolean().nullish(),
        ExpiredTime: z.string().nullish(),
      }),
    )
    .nullish(),
});

const instances = z.object({
  InstanceList: z
    .array(
      z.object({
        InstanceId: z.string(),
        RenewFlag: z.string().nullish(),
        ExpireTime: z.string().nullish(),
        RenewPeriod: z.union([z.string(), z.number()]).nullish(),
        RenewPeriodUnit: z.string().nullish(),
      }),
    )
    .nullish(),
});

/** Looks plans or instances up by their ids, at most `renewablesAtOnce` of them. What is not there is left out. */
export async function findRenewables(
  look: Look,
  readBack: ReadBack,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Renewable> | Unseen> {
  const isPlans = readBack.action === 'DescribePlans';
  const seen = await look(readBack, isPlans ? planQuery(ids) : instanceQuery(ids));
  if (seen.kind !== 'seen') return seen;
  const found = isPlans ? readPlans(seen.fields) : readInstances(seen.fields);
  if (found === null) return { kind: 'unseen' };
  const wanted = new Set(ids);
  return new Map(found.filter(({ id }) => wanted.has(id)).map((renewable) => [renewable.id, renewable]));
}

function planQuery(ids: readonly string[]) {
  return { Filters: [{ Name: 'plan-id', Values: ids }], Limit: ids.length, Offset: 0 };
}

function instanceQuery(ids: readonly string[]) {
  return { MaxResults: ids.length, InstanceIdList: ids };
}

function readPlans(fields: unknown): Renewable[] | null {
  const parsed = plans.safeParse(fields);
  if (!parsed.success) return null;
  return (parsed.data.Plans ?? []).map(({ PlanId, AutoRenewal, ExpiredTime }) => ({
    id: PlanId,
    expiresAtMs: timeOrNull(ExpiredTime),
    isAutoRenewed: AutoRenewal ?? null,
    renewFlag: null,
    renewPeriod: null,
  }));
}

function readInstances(fields: unknown): Renewable[] | null {
  const parsed = instances.safeParse(fields);
  if (!parsed.success) return null;
  return (parsed.data.InstanceList ?? []).map((shown) => ({
    id: shown.InstanceId,
    expiresAtMs: timeOrNull(shown.ExpireTime),
    isAutoRenewed: shown.RenewFlag ? shown.RenewFlag === 'NOTIFY_AND_AUTO_RENEW' : null,
    renewFlag: shown.RenewFlag ?? null,
    renewPeriod: shown.RenewPeriod ? `${shown.RenewPeriod}${shown.RenewPeriodUnit ?? ''}` : null,
  }));
}

function timeOrNull(text: string | null | undefined): number | null {
  const zoned = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text ?? '') ? `${text?.replace(' ', 'T')}Z` : text;
  const atMs = Date.parse(zoned ?? '');
  // Year 1 and the like stand for "never".
  return Number.isNaN(atMs) || atMs <= 0 ? null : atMs;
}
