import type { ActionDefinition } from '../../shared/actions/action.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import type { PurchaseRef } from '../../shared/ledger/transition.ts';
import type { Line } from '../../shared/line.ts';
import type { Log } from '../../shared/log.ts';
import type { Provider } from '../reconcile/provider.ts';

/** What a look before the call says of it. */
export type Ahead =
  /** It may be sent; what was seen goes with the intent. */
  | { readonly kind: 'go'; readonly expiryBeforeMs: number | null }
  /** It is so already, or cannot be: settled without a call. */
  | { readonly kind: 'skip'; readonly seen: string }
  | { readonly kind: 'fail'; readonly code: string; readonly seen: string }
  /** Not now; the reason is for a person. */
  | { readonly kind: 'wait'; readonly delayMs: number; readonly reason: string }
  /** Nothing of the line can be judged before its owner acts. */
  | { readonly kind: 'hold'; readonly code: string; readonly reason: string };

/** Looks before a queued purchase is sent. */
export type LookFirst = (purchase: PurchaseRef, record: PurchaseRecord) => Promise<Ahead>;

/** Nothing speaks against sending it, and no expiry was read. */
export const goAhead = { kind: 'go', expiryBeforeMs: null } as const satisfies Ahead;

/** What looking needs, for one line. */
export interface LookFirstOptions {
  readonly ledger: Ledger;
  readonly line: Line;
  readonly definition: ActionDefinition;
  readonly provider: Provider;
  readonly log: Log;
}
