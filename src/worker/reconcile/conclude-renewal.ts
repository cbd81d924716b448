import type { Conclusion } from './conclude.ts';
import { isMonthsAfter } from './months.ts';
import type { Renewable } from './renewables.ts';

/** What is known of a renewal in doubt. */
export interface RenewalEvidence {
  /** Null where it was not known before the call. */
  readonly expiryBeforeMs: number | null;
  readonly months: number;
  readonly sentAtMs: number;
  readonly nowMs: number;
  /** As it is shown now; null where it is not shown. */
  readonly now: Renewable | null;
  /** The one order of the call's time that renewed it and is nobody else's; null where none, or several, are seen. */
  readonly orderId: string | null;
  /** What may have renewed it, or may yet once it is paid or delivered: none proves anything, each forbids to conclude from the date. */
  readonly suspectOrderIds: readonly string[];
}

/** An automatic renewal comes one day before the expiry. */
const autoRenewalMarginMs = 3 * 86_400_000;
/** Times are shown in whole seconds. */
const unmovedMs = 1_000;

/** Settles a renewal in doubt by its date: moved by the period it was renewed, not moved it was not. Pure. */
export function concludeRenewal(evidence: RenewalEvidence): Conclusion {
  const { expiryBeforeMs, months, now, orderId, suspectOrderIds } = evidence;
  if (now === null || now.expiresAtMs === null) return unclear('its date of expiry is not shown');
  if (expiryBeforeMs === null)
    return unclear(`it expires at ${iso(now.expiresAtMs)}, but when it did before the call is not known`);
  const moved = `it expired at ${iso(expiryBeforeMs)} before the call and expires at ${iso(now.expiresAtMs)} now`;
  if (Math.abs(now.expiresAtMs - expiryBeforeMs) <= unmovedMs) {
    const [suspect] = suspectOrderIds;
    if (suspect !== undefined) return unclear(`${moved}, but order ${suspect} may be this renewal`);
    return { kind: 'no-trace', seen: `Looked: ${moved}.` };
  }
  if (!isMovedByPeriod(evidence, now.expiresAtMs)) {
    return unclear(`${moved}, which is not the ${months} months of this renewal`);
  }
  if (orderId === null && mayBeAutomatic(evidence, now))
    return unclear(`${moved}, which its automatic renewal may have done`);
  return { kind: 'bought', bought: { orderId, resourceIds: [], delivery: 'complete' } };
}

/** What had expired already may be renewed from the day of the call. */
function isMovedByPeriod({ expiryBeforeMs, months, sentAtMs }: RenewalEvidence, toMs: number): boolean {
  if (expiryBeforeMs === null) return false;
  if (isMonthsAfter(expiryBeforeMs, toMs, months)) return true;
  return expiryBeforeMs < sentAtMs && isMonthsAfter(sentAtMs, toMs, months);
}

function mayBeAutomatic({ expiryBeforeMs, months, nowMs }: RenewalEvidence, now: Renewable): boolean {
  const isDue = expiryBeforeMs !== null && nowMs > expiryBeforeMs - autoRenewalMarginMs;
  return now.isAutoRenewed === true && months === automaticMonths(now) && isDue;
}

/** A month, where nothing else is shown: `1m`, `1y`. */
function automaticMonths({ renewPeriod }: Renewable): number {
  const [, span = '1', unit = 'm'] = /^(\d+)([my]?)/.exec(renewPeriod ?? '') ?? [];
  return unit === 'y' ? Number(span) * 12 : Number(span);
}

function unclear(what: string): Conclusion {
  return { kind: 'unclear', seen: `Looked: ${what}: a person has to decide.` };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
