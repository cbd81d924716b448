import type { Bought } from '../actions/action.ts';
import { type Asked, askOne } from '../asked.ts';
import type { SettledBy } from '../outcome.ts';
import type { Ledger } from './ledger.ts';
import type { AttemptRef } from './transition.ts';
import { loadTransition, runTransitions } from './transition.ts';

const settleScript = loadTransition('settle.lua');

/** How a purchase ended. */
export type Ending =
  | { readonly state: 'succeeded'; readonly bought: Bought; readonly requestId: string | null }
  | {
      readonly state: 'failed';
      readonly code: string;
      readonly message: string;
      readonly requestId: string | null;
      readonly unpaidOrder: boolean;
    };

export interface Settle extends AttemptRef {
  readonly by: SettledBy;
  readonly ending: Ending;
}

/** `in-doubt`: a refusal cannot speak for an earlier attempt that is in doubt; `refused`: not this settler's to settle. */
export type Settled = 'settled' | 'twice' | 'already' | 'in-doubt' | 'refused' | 'unknown';

/** Settles purchases, each from the answer to its own attempt, or from a look or a person where it is in doubt. */
export function settleAsked(ledger: Ledger, all: readonly Asked<Settle, Settled>[]): void {
  runTransitions(ledger, settleScript, all, {
    argsOf: ({ attemptId, by, ending }) => [attemptId, by, storedEnding(ending)],
    readReply: (reply) => reply as Settled,
  });
}

/** The same for one purchase. */
export function settle(ledger: Ledger, settlement: Settle): Promise<Settled> {
  return askOne<Settle, Settled>(settlement, (all) => settleAsked(ledger, all));
}

function storedEnding(ending: Ending): Record<string, unknown> {
  const requestId = ending.requestId === null ? {} : { r: ending.requestId };
  if (ending.state === 'failed') {
    const unpaid = ending.unpaidOrder ? { u: 1 } : {};
    return { s: 'failed', e: ending.code, m: ending.message, ...requestId, ...unpaid };
  }
  const { orderId, resourceIds, delivery } = ending.bought;
  return {
    s: 'succeeded',
    ...requestId,
    ...(orderId === null ? {} : { i: orderId }),
    ...(resourceIds.length === 0 ? {} : { l: resourceIds }),
    ...(delivery === null ? {} : { v: delivery }),
  };
}
