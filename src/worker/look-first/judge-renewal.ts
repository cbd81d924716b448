import type { ExpiryFloor } from '../../shared/ledger/claim-renewal.ts';
import { monthsAfter, monthToleranceMs } from '../reconcile/months.ts';
import type { Renewable } from '../reconcile/renewables.ts';
import type { Ahead } from './ahead.ts';
import type { Shown } from './look-together.ts';

export interface RenewalSight {
  readonly id: string;
  readonly shown: Shown<Renewable>;
  /** The action that showed it. */
  readonly lookName: string;
  /** Milliseconds since 1970: what expires then or later is left as it is; null: renewed in any case. */
  readonly ifExpiresBeforeMs: number | null;
  readonly floor: ExpiryFloor | null;
  readonly nowMs: number;
  /** What the API calls one that is not there; null where some that are there are not shown. */
  readonly missingCode: string | null;
  /** Whether a code says that nobody looks before the account's owner acts. */
  readonly isOwners: (code: string) => boolean;
}

/** How soon a look is repeated that showed nothing that can be used. */
const lookAgainMs = 5_000;

/** Decides from what a renewal's resource shows whether it is renewed now. Pure; where it cannot tell, nothing is sent. */
export function judgeRenewal(sight: RenewalSight): Ahead {
  const { id, shown, ifExpiresBeforeMs, lookName } = sight;
  const isAsked = ifExpiresBeforeMs !== null;
  switch (shown.kind) {
    case 'found':
      return judgeFound(sight, shown.found);
    case 'missing': {
      const code = sight.missingCode ?? 'ResourceNotFound';
      const seen = `Looked first: ${lookName} does not show ${id}, so nothing was sent.`;
      return isAsked || sight.missingCode !== null ? { kind: 'fail', code, seen } : go(null);
    }
    case 'refused': {
      // Without the date a lost answer is a person's to settle, which is no reason to buy nothing.
      if (!isAsked) return go(null);
      const reason = `When it expires cannot be read: ${lookName} answered ${shown.code}.`;
      return sight.isOwners(shown.code) ? { kind: 'hold', code: shown.code, reason } : wait(reason);
    }
    case 'unseen':
      return isAsked ? wait(`When it expires could not be read: ${lookName} gave no answer.`) : go(null);
  }
}

function judgeFound(sight: RenewalSight, { expiresAtMs }: Renewable): Ahead {
  const { id, floor, ifExpiresBeforeMs, lookName, nowMs } = sight;
  if (expiresAtMs === null) {
    if (ifExpiresBeforeMs === null) return go(null);
    const seen = `Looked first: ${lookName} shows no date of expiry for ${id}, so nothing was sent.`;
    return { kind: 'fail', code: 'InvalidParameterValue', seen };
  }
  const isOutdated = floor !== null && nowMs < floor.believedUntilMs && expiresAtMs < floor.expiresAtMs;
  if (isOutdated) return wait('Its renewal by another purchase is not shown yet.');
  if (ifExpiresBeforeMs !== null && expiresAtMs >= ifExpiresBeforeMs) {
    return {
      kind: 'skip',
      seen: `Looked first: ${id} expires at ${iso(expiresAtMs)} already, nothing was sent.`,
    };
  }
  return go(expiresAtMs);
}

/** What a renewal that was answered as bought has moved the expiry to, at least. */
export function floorAfter(
  { expiryBeforeMs, months }: { readonly expiryBeforeMs: number; readonly months: number },
  believedUntilMs: number,
): ExpiryFloor {
  return { expiresAtMs: monthsAfter(expiryBeforeMs, months) - monthToleranceMs, believedUntilMs };
}

function go(expiryBeforeMs: number | null): Ahead {
  return { kind: 'go', expiryBeforeMs };
}

function wait(reason: string): Ahead {
  return { kind: 'wait', delayMs: lookAgainMs, reason };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
