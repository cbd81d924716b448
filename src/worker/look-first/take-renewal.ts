import { renewalOf } from '../../shared/actions/renewal-of.ts';
import { claimRenewal, type ExpiryFloor, type RenewalClaim } from '../../shared/ledger/claim-renewal.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import type { Line } from '../../shared/line.ts';
import type { Params } from '../../shared/purchase.ts';
import { type Holder, isUnderWay, readHolder } from './holder.ts';
import { floorAfter } from './judge-renewal.ts';

/** How long a renewal may stay unseen after its answer before what is shown is believed all the same. */
const believedForMs = 120_000;

/** Whose renewal it is, and what is known of the date. */
export type TakenRenewal =
  | { readonly kind: 'ours'; readonly floor: ExpiryFloor | null }
  | ({ readonly kind: 'others' } & Holder);

/**
 * Makes a purchase the only one, of all runs, that may renew something now. While another one may yet be renewing it,
 * the date before a call would not be the date before this call.
 */
export async function takeRenewal(
  ledger: Ledger,
  line: Line,
  wish: { readonly resource: string; readonly purchase: string },
): Promise<TakenRenewal> {
  const claim = await claimRenewal(ledger, line, wish);
  if (claim.isOurs) return { kind: 'ours', floor: claim.floor };
  const holder = await readHolder(ledger, claim.purchase);
  if (holder !== null && isUnderWay(holder)) return othersOf(claim, holder);
  const takeOver = {
    stored: claim.stored,
    floor: holder === null ? claim.floor : (floorLeftBy(holder) ?? claim.floor),
  };
  const taken = await claimRenewal(ledger, line, { ...wish, takeOver });
  return taken.isOurs ? { kind: 'ours', floor: taken.floor } : othersOf(taken, null);
}

function othersOf({ purchase }: RenewalClaim, holder: PurchaseRecord | null): TakenRenewal {
  return { kind: 'others', purchase, isInDoubt: holder?.state === 'in-doubt' };
}

function floorLeftBy({
  state,
  action,
  body,
  expiryBeforeMs,
  settledAtMs,
}: PurchaseRecord): ExpiryFloor | null {
  const renewal = renewalOf(action);
  if (state !== 'succeeded' || expiryBeforeMs === null || settledAtMs === null) return null;
  if (renewal === undefined) return null;
  const months = renewal.monthsOf(JSON.parse(body) as Params);
  return floorAfter({ expiryBeforeMs, months }, settledAtMs + believedForMs);
}
