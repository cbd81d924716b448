import type { Renewal } from './action.ts';
import { findAction } from './index.ts';

/** How the action of that name moves an expiry date; undefined for one that renews nothing. */
export function renewalOf(action: string): Renewal | undefined {
  const safety = findAction(action)?.safety;
  return safety && 'renewal' in safety ? safety.renewal : undefined;
}
