import { monthsLater } from './vendor-time.ts';

/** A date of expiry, and the moment from which on it is shown: a renewal shows once it is delivered. */
export interface Expiry {
  readonly shownFromMs: number;
  readonly expiresAtMs: number;
}

interface Expiring {
  /** Oldest first; the first came with the purchase. */
  readonly expiries: Expiry[];
}

/** When something expires, as it is shown now. */
export function expiresAtMs({ expiries }: Expiring, nowMs: number): number {
  const shown = expiries.findLast(({ shownFromMs }) => shownFromMs <= nowMs) ?? expiries[0];
  return shown?.expiresAtMs ?? 0;
}

/** Adds months to what is paid for already, or to today where that is over. */
export function renew(
  { expiries }: Expiring,
  months: number,
  { nowMs, deliveryDelayMs }: { readonly nowMs: number; readonly deliveryDelayMs: number },
): void {
  const paidUntilMs = Math.max(expiries.at(-1)?.expiresAtMs ?? 0, nowMs);
  expiries.push({ shownFromMs: nowMs + deliveryDelayMs, expiresAtMs: monthsLater(paidUntilMs, months) });
}
