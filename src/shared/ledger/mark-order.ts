import type { Ledger } from './ledger.ts';
import type { AttemptRef } from './transition.ts';
import { loadTransition, runTransition } from './transition.ts';

const markOrderScript = loadTransition('mark-order.lua');

/**
 * How far an order is paid that a failed purchase left behind.
 * - `paying`: a call that pays it is about to be sent, so the purchase must not be queued again
 * - `waiting`: that call surely did not pay it; the purchase may be queued again once none is left that may
 * - `gone`: closed or expired, nothing is left to pay
 */
export type OrderMark = 'paying' | 'waiting' | 'gone';

/** Marks it. `refused`: the purchase was queued again or settled meanwhile, and has no such order left. */
export async function markOrder(
  ledger: Ledger,
  attempt: AttemptRef,
  { orderId, mark }: { readonly orderId: string; readonly mark: OrderMark },
): Promise<'marked' | 'refused'> {
  const reply = await runTransition(ledger, markOrderScript, attempt, [attempt.attemptId, orderId, mark]);
  return reply as 'marked' | 'refused';
}
