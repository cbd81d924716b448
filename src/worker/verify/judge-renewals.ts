import { monthsAfter, monthToleranceMs } from '../reconcile/months.ts';
import type { Order } from '../reconcile/orders.ts';
import type { Renewable } from '../reconcile/renewables.ts';
import type { KnownRenewal } from './known-renewal.ts';

/** What is known of one thing that a run renews. */
export interface RenewalSight {
  readonly run: string;
  /** All known renewals of it; at least one is the run's. */
  readonly renewals: readonly KnownRenewal[];
  /** As it is shown now; undefined where its date is not looked at, null where it is not shown. */
  readonly shown: Renewable | null | undefined;
  /** Paid orders of the run's time that renewed it and that no purchase of any run holds. */
  readonly strayOrders: readonly Order[];
  readonly nowMs: number;
}

/** An automatic renewal comes about a day before the expiry. */
const autoRenewalMarginMs = 3 * 86_400_000;
/** How long a renewal may stay unseen after its answer. */
const unseenForMs = 120_000;

/**
 * Whether something was renewed as often as the ledger says: a sentence for each thing that speaks against it. Pure.
 * Others may renew the same, so that a sentence is a question to a person, and never a proof.
 */
export function judgeRenewals(sight: RenewalSight): string[] {
  const orders = judgeOrders(sight);
  // An order says it more exactly than the date.
  return orders.length > 0 ? orders : judgeDate(sight);
}

function judgeOrders({ run, renewals, strayOrders }: RenewalSight): string[] {
  // One that was found by its date, or is in doubt, may have an order that it does not know.
  const unknown = renewals.filter((renewal) => mayBeBought(renewal) && renewal.orderId === null).length;
  return strayOrders
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))
    .slice(unknown)
    .map(
      ({ orderId, createdAt }) =>
        `Order ${orderId} (${createdAt}) renewed ${nameOf(run, renewals)} as well and belongs to no purchase of any run: it was renewed twice, or somebody else renewed it.`,
    );
}

function judgeDate({ run, renewals, shown, nowMs }: RenewalSight): string[] {
  const [first, ...later] = countedFrom(run, renewals);
  if (shown === undefined || !first || first.expiryBeforeMs === null) return [];
  const name = nameOf(run, renewals);
  if (shown === null || shown.expiresAtMs === null)
    return [`When ${name} expires is not shown: whether it was renewed once cannot be told.`];
  const all = [first, ...later];
  // What had expired is renewed from the day of the call.
  const fromMs = Math.max(first.expiryBeforeMs, ...all.map(({ sentAtMs }) => sentAtMs));
  const latestMs = monthsAfter(fromMs, monthsOf(all));
  const earliestMs = monthsAfter(first.expiryBeforeMs, monthsOf(all.filter(isBought)));
  const expiresAt = `${name} expires at ${iso(shown.expiresAtMs)}`;
  const isFurther = shown.expiresAtMs > latestMs + monthToleranceMs;
  if (isFurther && !mayBeAutomatic(shown, latestMs, nowMs))
    return [
      `${expiresAt}, later than the ${iso(latestMs)} that all known renewals bring it to: it was renewed twice, or somebody else renewed it too.`,
    ];
  const isSettled = all.every(({ settledAtMs }) => settledAtMs === null || settledAtMs < nowMs - unseenForMs);
  if (isSettled && shown.expiresAtMs < earliestMs - monthToleranceMs)
    return [
      `${expiresAt}, earlier than the ${iso(earliestMs)} that its renewals were to bring it to: one was not carried out, or was taken back.`,
    ];
  return [];
}

/** The run's first renewal whose date before is known, and all that came after it: what was before is in that date. */
function countedFrom(run: string, renewals: readonly KnownRenewal[]): KnownRenewal[] {
  const inOrder = renewals.filter(mayBeBought).toSorted((a, b) => a.firstSentAtMs - b.firstSentAtMs);
  const start = inOrder.findIndex((renewal) => renewal.run === run && renewal.expiryBeforeMs !== null);
  return start < 0 ? [] : inOrder.slice(start);
}

function mayBeBought({ state }: KnownRenewal): boolean {
  return state === 'succeeded' || state === 'in-doubt';
}

function isBought({ state }: KnownRenewal): boolean {
  return state === 'succeeded';
}

function monthsOf(renewals: readonly KnownRenewal[]): number {
  return renewals.reduce((sum, { months }) => sum + months, 0);
}

/** Once the time comes that was paid for, it may have renewed itself. */
function mayBeAutomatic({ isAutoRenewed }: Renewable, paidUntilMs: number, nowMs: number): boolean {
  return isAutoRenewed === true && nowMs > paidUntilMs - autoRenewalMarginMs;
}

function nameOf(run: string, renewals: readonly KnownRenewal[]): string {
  const [ours] = renewals.filter((renewal) => renewal.run === run);
  return ours ? `${ours.resource}, of row ${ours.row}.${ours.index} (${ours.action} ${ours.state}),` : '';
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
