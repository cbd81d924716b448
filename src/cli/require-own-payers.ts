import type { OpenAccounts } from '../shared/accounts/open-account.ts';
import { OperatorError } from '../shared/errors.ts';
import { findSharedPayers } from './find-shared-payers.ts';

/**
 * Refuses two accounts that are one at the provider, by their keys, and by the numbers of those that may be known.
 * Throws an OperatorError.
 */
export function requireOwnPayers(
  accounts: OpenAccounts,
  uins: ReadonlyMap<string, string> = new Map(),
): void {
  const payers = Array.from(accounts.values()).flatMap(({ name, keyring }) =>
    keyring.isReady() ? [{ name, credentials: keyring.current(), uin: uins.get(name) ?? null }] : [],
  );
  const [same] = findSharedPayers(payers);
  if (same === undefined) return;
  throw new OperatorError(
    'account-shared',
    `Cannot work accounts ${same.names.join(' and ')} as each must be one of its own at the provider: got ${same.shared} for both`,
    { advice: 'Leave one of the two names out of the accounts, or work only one of them with --account.' },
  );
}
