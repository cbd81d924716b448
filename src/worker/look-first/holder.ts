import type { Ledger } from '../../shared/ledger/ledger.ts';
import { readPurchase } from '../../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import { parsePurchaseId } from '../../shared/purchase.ts';
import type { Ahead } from './ahead.ts';

/** A purchase of whichever run that has what another one wants, and may yet buy it. */
export interface Holder {
  readonly purchase: string;
  readonly isInDoubt: boolean;
}

/** What is in doubt is looked up, or settled by a person, in its own time. */
const whileInDoubtMs = 10_000;
const whileUnderWayMs = 2_000;

/** Reads the purchase that has a claim; null where there is none of that id any more. */
export async function readHolder(ledger: Ledger, purchase: string): Promise<PurchaseRecord | null> {
  const holder = parsePurchaseId(purchase);
  return holder === null ? null : readPurchase(ledger, holder.run, holder);
}

/** Whether it may yet buy. */
export function isUnderWay({ state }: PurchaseRecord): boolean {
  return state === 'queued' || state === 'sending' || state === 'in-doubt';
}

/** Has a purchase wait for another one, which `does` the same, such as "renews the same". */
export function waitForHolder({ purchase, isInDoubt }: Holder, does: string): Ahead {
  const reason = `Waits until purchase ${purchase}, which ${does}, is ${isInDoubt ? 'no longer in doubt' : 'settled'}.`;
  return { kind: 'wait', delayMs: isInDoubt ? whileInDoubtMs : whileUnderWayMs, reason };
}
