import { inMoney } from '../../shared/in-money.ts';
import type { Unseen } from '../../shared/seen.ts';
import type { Balance } from './read-balance.ts';

/** So many looks in a row that show nothing are no accident; at one every half minute, a minute and a half. */
const mostMisses = 3;

export interface BalanceQuestion {
  readonly seen: Balance | Unseen;
  /** Looks in a row that showed nothing, this one included. */
  readonly misses: number;
  readonly stopBelowCents: number;
}

/** Why a run's lines are to be held. */
export interface BalanceHold {
  readonly code: 'balance-below' | 'balance-unreadable';
  readonly reason: string;
}

/**
 * Whether a run that is to stop below a balance has to stop now; null lets it go on. A balance that cannot be seen for
 * once stops nothing; one that stays unseen does, as nobody could tell any more when to stop.
 */
export function judgeBalance({ seen, misses, stopBelowCents }: BalanceQuestion): BalanceHold | null {
  const limit = inMoney(stopBelowCents);
  if (seen.kind === 'seen') {
    if (seen.cents >= stopBelowCents) return null;
    const reason = `The balance is ${inMoney(seen.cents)}, below the ${limit} that --stop-below asked for: top up the account, or submit the manifest again with another --stop-below, then release.`;
    return { code: 'balance-below', reason };
  }
  if (misses < mostMisses) return null;
  const why = seen.kind === 'refused' ? seen.code : 'no answer';
  const reason = `The balance could not be read ${misses} times in a row (${why}), and --stop-below ${limit} asked to watch it: mend that, or submit the manifest again with --stop-below 0, then release.`;
  return { code: 'balance-unreadable', reason };
}
