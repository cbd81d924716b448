import type { Asked } from '../asked.ts';
import { fenceParts } from './fence.ts';
import type { Ledger } from './ledger.ts';
import { loadTransition, type PurchaseRef, runTransition, runTransitions } from './transition.ts';

const passOverScript = loadTransition('pass-over.lua', fenceParts);
const noteWaitingScript = loadTransition('note-waiting.lua');

/** Why nothing is sent for a purchase: it is so already, or a look showed that it cannot be bought. */
export interface PassOver extends PurchaseRef {
  readonly ending:
    | { readonly state: 'skipped'; readonly seen: string }
    | { readonly state: 'failed'; readonly code: string; readonly seen: string };
}

/** `fenced`: this server took another's place and may lack what that one knew. */
export type PassedOver = 'passed' | 'refused' | 'unknown' | 'fenced';

/** Settles queued purchases by a look before their call; nothing else may be settled so. */
export function passOverAsked(ledger: Ledger, all: readonly Asked<PassOver, PassedOver>[]): void {
  runTransitions(ledger, passOverScript, all, {
    argsOf: ({ ending }) => [storedEnding(ending)],
    readReply: (reply) => reply as PassedOver,
  });
}

/** Says of a queued purchase why it is not sent yet. */
export async function noteWaiting(ledger: Ledger, purchase: PurchaseRef, reason: string): Promise<void> {
  await runTransition(ledger, noteWaitingScript, purchase, [reason]);
}

function storedEnding(ending: PassOver['ending']): Record<string, unknown> {
  const { state, seen } = ending;
  return ending.state === 'failed' ? { s: state, e: ending.code, m: seen } : { s: state, m: seen };
}
