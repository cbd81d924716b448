import type { Bought } from '../shared/actions/action.ts';
import type { Followed } from '../shared/follow-ups/follow-up-for.ts';
import { queueFollowUp } from '../shared/follow-ups/queue-follow-up.ts';
import { noteHandOver } from '../shared/ledger/hand-overs.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { PurchaseRef } from '../shared/ledger/transition.ts';

/**
 * Writes down what stands beside a purchase that was bought: what follows it, and what is to be handed on. To be called
 * before the purchase is settled, as nobody looks for it after.
 */
export async function noteBeside(
  ledger: Ledger,
  at: PurchaseRef,
  { bought, followed }: { readonly bought: Partial<Bought>; readonly followed: Followed | null },
): Promise<void> {
  const planId = bought.resourceIds?.[0];
  if (followed && planId !== undefined) await queueFollowUp(ledger, at.run, { followed, planId });
  if (bought.handOver) await noteHandOver(ledger, at, bought.handOver);
}
