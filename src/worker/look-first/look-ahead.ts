import { performance } from 'node:perf_hooks';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import type { PurchaseRef } from '../../shared/ledger/transition.ts';
import type { Bench } from '../bench.ts';
import { actOnAhead, type Ready } from './act-on-ahead.ts';
import { goAhead } from './ahead.ts';

/** The look before one purchase's call. */
export interface LookAhead {
  readonly look: (record: PurchaseRecord) => Promise<Ready>;
  /** What was seen is too old to be sent by. */
  readonly isOutdated: () => boolean;
}

/** What was seen before a line was held for long may no longer be so when it is released. */
const holdsForMs = 60_000;

const noLook: LookAhead = { look: async () => goAhead, isOutdated: () => false };

/** Looks ahead of one purchase's call. What was seen is kept for a while: a slot that was missed is no reason to look again. */
export function lookAheadOf(bench: Bench, purchase: PurchaseRef): LookAhead {
  const { lookFirst } = bench;
  if (lookFirst === null) return noLook;
  let seen: Ready | null = null;
  let seenAtMs = 0;
  const isOutdated = () => performance.now() - seenAtMs > holdsForMs;
  return {
    look: async (record) => {
      // A doubt may be bought already, and its resend has to be the same call.
      if (record.state !== 'queued') {
        seenAtMs = performance.now();
        return goAhead;
      }
      if (seen?.kind === 'go' && !isOutdated()) return seen;
      const { attempts } = record;
      const ahead = await lookFirst(purchase, record);
      seen = ahead.kind === 'go' ? ahead : await actOnAhead(bench, { ...purchase, attempts }, ahead);
      seenAtMs = performance.now();
      return seen;
    },
    isOutdated,
  };
}
