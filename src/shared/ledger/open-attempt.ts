import { type Asked, askOne } from '../asked.ts';
import { fenceParts } from './fence.ts';
import type { Ledger } from './ledger.ts';
import type { AttemptRef } from './transition.ts';
import { loadTransition, runTransitions } from './transition.ts';

const openAttemptScript = loadTransition('open-attempt.lua', fenceParts);

export interface OpenAttempt extends AttemptRef {
  readonly worker: string;
  /** From the opening to the moment after which nobody waits for the answer any more. */
  readonly deadlineInMs: number;
  /** How long after the first attempt the same ClientToken may be sent again; 0 for actions without one. */
  readonly tokenWindowMs: number;
  /** When what the call renews expires now; none where it renews nothing, or that is not known. */
  readonly expiryBeforeMs?: number | null;
}

export type Opened =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly state: string; readonly phase: string }
  /** This server took another's place and may lack what that one knew; or calls were to be sent on weaker terms. */
  | { readonly kind: 'fenced' };

/**
 * Writes down, before each call, that one call is about to be sent. Only `opened` allows it, each its own call alone.
 * So many `replicas` will confirm the intents before the calls are sent; none unless told.
 */
export function openAsked(
  ledger: Ledger,
  all: readonly Asked<OpenAttempt, Opened>[],
  { replicas = 0 }: { readonly replicas?: number } = {},
): void {
  runTransitions(ledger, openAttemptScript, all, {
    argsOf: ({ attemptId, worker, deadlineInMs, tokenWindowMs, expiryBeforeMs }) => [
      attemptId,
      worker,
      deadlineInMs,
      tokenWindowMs,
      replicas,
      expiryBeforeMs ?? false,
    ],
    readReply: readOpened,
  });
}

/** The same for one call. */
export function openAttempt(
  ledger: Ledger,
  attempt: OpenAttempt,
  options: { readonly replicas?: number } = {},
): Promise<Opened> {
  return askOne<OpenAttempt, Opened>(attempt, (all) => openAsked(ledger, all, options));
}

function readOpened(reply: unknown): Opened {
  if (reply === 'opened' || reply === 'fenced') return { kind: reply };
  const [, state, phase] = reply as [string, string, string];
  return { kind: 'refused', state, phase };
}
