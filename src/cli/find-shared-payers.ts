import type { Credentials } from '../shared/credentials/credentials.ts';
import { maskedId } from './paying-credentials.ts';

/** Whom the provider takes an account of ours for, as far as that is known. */
export interface KnownPayer {
  readonly name: string;
  readonly credentials: Credentials;
  /** The provider's own number of it; null where the key may not read it. */
  readonly uin: string | null;
}

/** Two accounts of ours that are one at the provider. */
export interface SharedPayer {
  readonly names: readonly [string, string];
  /** What both have: the number of their account, or else their key, masked. */
  readonly shared: string;
}

/**
 * Finds what is one account at the provider under two names. Each name would use the whole rate, and take what was
 * bought under the other one for its own. Each is told of once, beside the first that it is the same as.
 */
export function findSharedPayers(payers: readonly KnownPayer[]): SharedPayer[] {
  return payers.flatMap((payer, i) => {
    const other = payers.slice(0, i).find((earlier) => isSame(earlier, payer));
    if (other === undefined) return [];
    const shared = payer.uin ?? maskedId(payer.credentials);
    return [{ names: [other.name, payer.name], shared }];
  });
}

function isSame(one: KnownPayer, other: KnownPayer): boolean {
  const isSameKey = one.credentials.secretId === other.credentials.secretId;
  return isSameKey || (one.uin !== null && one.uin === other.uin);
}
