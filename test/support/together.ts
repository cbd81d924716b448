import { askAll } from '../../src/shared/asked.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { type OpenAttempt, type Opened, openAsked } from '../../src/shared/ledger/open-attempt.ts';
import { type PassedOver, type PassOver, passOverAsked } from '../../src/shared/ledger/pass-over.ts';
import { type Settle, type Settled, settleAsked } from '../../src/shared/ledger/settle.ts';

/** Opens attempts together, as a worker does with many purchases in hand. */
export function openAttempts(ledger: Ledger, attempts: readonly OpenAttempt[]): Promise<Opened>[] {
  return askAll<OpenAttempt, Opened>(attempts, (all) => openAsked(ledger, all));
}

/** Settles purchases together. */
export function settleAll(ledger: Ledger, settlements: readonly Settle[]): Promise<Settled>[] {
  return askAll<Settle, Settled>(settlements, (all) => settleAsked(ledger, all));
}

/** Passes purchases over together. */
export function passOverAll(ledger: Ledger, passed: readonly PassOver[]): Promise<PassedOver>[] {
  return askAll<PassOver, PassedOver>(passed, (all) => passOverAsked(ledger, all));
}
