import { claimTargets, type TargetWish } from '../../shared/ledger/claim-targets.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { Line } from '../../shared/line.ts';
import { allOnceATurn, turnOf } from '../once-a-turn.ts';
import { type Holder, isUnderWay, readHolder } from './holder.ts';

/**
 * Makes a purchase the only one, of all runs, that may buy for its target now; returns the other one where it is not.
 * Of two that looked at the same time, both would see that nothing was bought yet.
 */
export type TakeTarget = (wish: TargetWish) => Promise<Holder | null>;

export function createTakeTarget(ledger: Ledger, line: Line): TakeTarget {
  const claim = allOnceATurn(
    (wishes: readonly TargetWish[]) => claimTargets(ledger, line, wishes),
    turnOf(ledger.redis),
  );
  return async (wish) => {
    const standing = await claim(wish);
    if (standing.purchase === wish.purchase) return null;
    const holder = await readHolder(ledger, standing.purchase);
    if (holder !== null && isUnderWay(holder))
      return { purchase: standing.purchase, isInDoubt: holder.state === 'in-doubt' };
    const taken = await claim({ ...wish, insteadOf: standing.stored });
    return taken.purchase === wish.purchase ? null : { purchase: taken.purchase, isInDoubt: false };
  };
}
