import type { SafetyKind } from '../shared/actions/action.ts';
import { unreachable } from '../shared/errors.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import type { Phase } from '../shared/ledger/runs.ts';

/** What a delivery of a purchase is allowed to do, as the ledger has it. */
export type Taken =
  | { readonly kind: 'send'; readonly body: string }
  /** An attempt is open elsewhere; nobody may send before its deadline has shown what became of it. */
  | { readonly kind: 'await-deadline'; readonly delayMs: number }
  | { readonly kind: 'deliver-again'; readonly delayMs: number }
  /** Nothing is to be sent for it: settled, in doubt, its run paused or cancelled, or unknown to the ledger. */
  | { readonly kind: 'done' };

/** Clocks differ a little; the ledger's script has the last word on whether a deadline has passed. */
const afterDeadlineMs = 500;

export interface TakeOptions {
  readonly phase: Phase | null;
  readonly safety: SafetyKind['kind'];
  readonly tokenWindowMs: number;
  readonly nowMs: number;
}

/** Decides whether a delivered purchase may be sent. The queue delivers at least once; the ledger alone allows. */
export function takePurchase(record: PurchaseRecord | null, options: TakeOptions): Taken {
  if (record === null || options.phase === null) return { kind: 'done' };
  switch (record.state) {
    case 'queued':
      return takeInPhase(record, options.phase);
    case 'sending': {
      const leftMs = Math.max(0, (record.deadlineMs ?? 0) - options.nowMs);
      return { kind: 'await-deadline', delayMs: leftMs + afterDeadlineMs };
    }
    case 'in-doubt':
      return mayResend(record, options) ? takeInPhase(record, options.phase) : { kind: 'done' };
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'skipped':
      return { kind: 'done' };
    default:
      return unreachable(record.state);
  }
}

function takeInPhase(record: PurchaseRecord, phase: Phase): Taken {
  if (phase === 'running') return { kind: 'send', body: record.body };
  if (phase === 'submitting') return { kind: 'deliver-again', delayMs: 1000 };
  return { kind: 'done' };
}

/** The same bytes with the same ClientToken may be sent again while the token lives, and by no other kind ever. */
function mayResend(record: PurchaseRecord, { safety, tokenWindowMs, nowMs }: TakeOptions): boolean {
  return safety === 'token' && record.firstSentAtMs !== null && nowMs < record.firstSentAtMs + tokenWindowMs;
}
