import type { ExpiringResource, Moment } from './expiring-resource.ts';

/** What is to be renewed, and for how long. */
export interface RenewalWishes {
  /** What expires up to then, in milliseconds since 1970. */
  readonly untilMs: number;
  /** Months to renew for. */
  readonly period: number;
  /** Also what renews itself. */
  readonly includeAutoRenewed: boolean;
  /** Also what is out of service already, waiting to be deleted. */
  readonly includeIsolated: boolean;
}

/**
 * Why something that expires is left out.
 * - `auto-renewed`: it renews itself
 * - `isolated`: it expired and is out of service; whoever let it lapse may have meant to
 * - `not-renewable`: no call renews it: enterprise and trial plans, and what has no end
 * - `listed-as-plan`: the billing list shows a plan, which RenewPlan renews
 */
export const leaveOutReasons = ['auto-renewed', 'isolated', 'not-renewable', 'listed-as-plan'] as const;
export type LeaveOutReason = (typeof leaveOutReasons)[number];

export type Choice =
  | { readonly kind: 'renew'; readonly row: RenewalRow }
  | { readonly kind: 'left-out'; readonly reason: LeaveOutReason }
  /** It expires after the time that was asked for. */
  | { readonly kind: 'later' };

/** One row of a renewal manifest; its keys are the columns, in order. */
export type RenewalRow = Readonly<Record<string, string | number>>;

/** Decides whether something is to be renewed. Pure. */
export function chooseRenewal(resource: ExpiringResource, wishes: RenewalWishes): Choice {
  const { expiresAt } = resource;
  if (expiresAt === null) return leaveOut('not-renewable');
  if (expiresAt.earliestMs > wishes.untilMs) return { kind: 'later' };
  if (resource.kind === 'instance' && isPlan(resource.productCode)) return leaveOut('listed-as-plan');
  if (resource.kind === 'plan' && !isPrepaid(resource.planType)) return leaveOut('not-renewable');
  if (isIsolated(resource.status) && !wishes.includeIsolated) return leaveOut('isolated');
  if (resource.isAutoRenewed && !wishes.includeAutoRenewed) return leaveOut('auto-renewed');
  return { kind: 'renew', row: rowOf(resource, expiresAt, wishes) };
}

function leaveOut(reason: LeaveOutReason): Choice {
  return { kind: 'left-out', reason };
}

/** Renewed through billing as well, it would be renewed twice. */
function isPlan(productCode: string): boolean {
  return /edgeone|teo$/i.test(productCode);
}

function isPrepaid(planType: string): boolean {
  return /^plan-(personal|basic|standard)$/i.test(planType);
}

function isIsolated(status: string): boolean {
  return /isolated/i.test(status);
}

function rowOf(resource: ExpiringResource, expiresAt: Moment, { period }: RenewalWishes): RenewalRow {
  const notes = {
    '#ExpiredTime': resource.expiredTime,
    '#Zone': resource.kind === 'plan' ? resource.zones.join(' ') : '',
    '#AutoRenewal': resource.autoRenewal,
    '#Status': resource.status,
    '#Name': resource.name,
  };
  const terms = { IfExpiresBefore: renewedOnceIsLater(expiresAt) };
  if (resource.kind === 'plan') {
    return { Action: 'RenewPlan', PlanId: resource.planId, Period: period, ...terms, ...notes };
  }
  const { productCode, subProductCode, regionCode, instanceId } = resource;
  return {
    Action: 'RenewInstance',
    ProductCode: productCode,
    SubProductCode: subProductCode,
    RegionCode: regionCode,
    InstanceId: instanceId,
    Period: period,
    PeriodUnit: 'm',
    ...terms,
    ...notes,
  };
}

/**
 * The second after its present expiry, whatever time zone that was written in: renewed once, by whomever, it expires
 * at least a month later and is skipped. The end of the time asked for would not do, as what expires tomorrow and was
 * renewed for a month may well expire before it again.
 */
function renewedOnceIsLater({ latestMs }: Moment): string {
  return `${new Date(Math.floor(latestMs / 1000) * 1000 + 1000).toISOString().slice(0, 19)}Z`;
}
