import { inMoney } from '../../shared/in-money.ts';
import type { Unseen } from '../../shared/seen.ts';
import type { Balance } from './read-balance.ts';

/** The account and its balance for a document: what is not known is null. */
export function balanceDocument(seen: Balance | Unseen | null): {
  readonly uin: string | null;
  readonly balance: string | null;
} {
  if (seen?.kind !== 'seen') return { uin: null, balance: null };
  return { uin: seen.uin, balance: inMoney(seen.cents) };
}
