import type { Ledger } from './ledger.ts';
import { scriptJson } from './script-json.ts';
import type { AttemptRef } from './transition.ts';
import { loadTransition, runTransition } from './transition.ts';

const putBackScript = loadTransition('put-back.lua');

export interface PutBack extends AttemptRef {
  /** False when not one byte of the call left us, so that it does not count as an attempt. */
  readonly wasSent: boolean;
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
}

/** The state that stands; `refused`: the attempt is not the last one, or settled. */
export type PutBackReply = 'queued' | 'cancelled' | 'in-doubt' | 'refused' | 'unknown';

/** Puts a purchase back to queued, its attempt surely not executed. */
export async function putBack(ledger: Ledger, attempt: PutBack): Promise<PutBackReply> {
  const answer = {
    ...(attempt.code === null ? {} : { e: attempt.code }),
    ...(attempt.message === null ? {} : { m: attempt.message }),
    ...(attempt.requestId === null ? {} : { r: attempt.requestId }),
  };
  const reply = await runTransition(ledger, putBackScript, attempt, [
    attempt.attemptId,
    attempt.wasSent ? 1 : 0,
    scriptJson(answer),
  ]);
  return reply as PutBackReply;
}
