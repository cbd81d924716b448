import type { Bought } from '../shared/actions/action.ts';

/**
 * What an answer says of the purchase.
 * - `put-back`: surely not executed, to be sent again once the cause is gone
 * - `failed`: surely not bought, and not to be sent again by itself
 * - `in-doubt`: may have been executed; only a read-back or a person can tell
 */
export type Verdict = Succeeded | Failed | PutBack | InDoubt;

export interface Succeeded {
  readonly verdict: 'succeeded';
  readonly bought: Bought;
  readonly requestId: string;
}

export interface Failed extends Explanation {
  readonly verdict: 'failed';
  readonly unpaidOrder: 'possible' | null;
  /** The cause stops every other purchase of the action as well. */
  readonly holdsLine: boolean;
}

export interface PutBack extends Explanation {
  readonly verdict: 'put-back';
  readonly cause: 'slow-down' | 'line-stopped' | 'clock-wrong' | 'not-sent';
}

export interface InDoubt extends Explanation {
  readonly verdict: 'in-doubt';
  /** The API gave a code that no table speaks of; several equal ones in a row hold the line. */
  readonly isUnknownCode: boolean;
}

interface Explanation {
  /** The API's code, or one of ours. */
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
}
