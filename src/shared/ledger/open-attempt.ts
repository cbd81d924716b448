import { fenceParts } from './fence.ts';
import type { Ledger } from './ledger.ts';
import type { AttemptRef } from './transition.ts';
import { loadTransition, runTransition } from './transition.ts';

const openAttemptScript = loadTransition('open-attempt.lua', fenceParts);

export interface OpenAttempt extends AttemptRef {
  readonly worker: string;
  /** From the opening to the moment after which nobody waits for the answer any more. */
  readonly deadlineInMs: number;
  /** How long after the first attempt the same ClientToken may be sent again; 0 for actions without one. */
  readonly tokenWindowMs: number;
  /** How many replicas will confirm the intent before its call is sent; none unless told. */
  readonly replicas?: number;
}

export type Opened =
  | { readonly kind: 'opened'; readonly attempts: number; readonly sentAtMs: number }
  | { readonly kind: 'refused'; readonly state: string; readonly phase: string }
  /** This server took another's place and may lack what that one knew. */
  | { readonly kind: 'fenced' };

/** Writes down, before the call, that one call is about to be sent. Only `opened` allows it. */
export async function openAttempt(ledger: Ledger, attempt: OpenAttempt): Promise<Opened> {
  const reply = (await runTransition(ledger, openAttemptScript, attempt, [
    attempt.attemptId,
    attempt.worker,
    attempt.deadlineInMs,
    attempt.tokenWindowMs,
    attempt.replicas ?? 0,
  ])) as [string, string | number, string];
  if (reply[0] === 'fenced') return { kind: 'fenced' };
  return reply[0] === 'opened'
    ? { kind: 'opened', attempts: Number(reply[1]), sentAtMs: Number(reply[2]) }
    : { kind: 'refused', state: String(reply[1]), phase: reply[2] };
}
