import type { Ledger } from './ledger.ts';
import { scriptJson } from './script-json.ts';
import type { AttemptRef } from './transition.ts';
import { loadTransition, runTransition } from './transition.ts';

const doubtScript = loadTransition('doubt.lua');

export interface Doubt extends AttemptRef {
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
}

/** `refused`: the attempt is not the open one, or not yet past its deadline. */
export type Doubted = 'in-doubt' | 'refused' | 'unknown';

/** Puts a purchase in doubt, as the answer to its open attempt was lost or cannot be trusted. */
export async function doubt(ledger: Ledger, attempt: Doubt): Promise<Doubted> {
  const { code, message, requestId } = attempt;
  const answer = { e: code, m: message, ...(requestId === null ? {} : { r: requestId }) };
  const reply = await runTransition(ledger, doubtScript, attempt, [attempt.attemptId, scriptJson(answer)]);
  return reply as Doubted;
}

/** Puts a purchase in doubt whose open attempt is past its deadline: its worker is gone, its answer with it. */
export function expireAttempt(
  ledger: Ledger,
  purchase: { readonly run: string; readonly row: number; readonly index: number },
): Promise<Doubted> {
  return doubt(ledger, {
    ...purchase,
    attemptId: '',
    code: 'Client.WorkerLost',
    message: 'The worker that sent the call was gone before it could record the answer.',
    requestId: null,
  });
}
