import type { OpenAccounts } from '../shared/accounts/open-account.ts';
import { OperatorError } from '../shared/errors.ts';
import { maskedId } from './paying-credentials.ts';

/**
 * Refuses two accounts that sign with one key: they are one account of the vendor's, of which each would use the whole
 * rate, and take what the other bought for its own. Throws an OperatorError.
 */
export function requireOwnKeys(accounts: OpenAccounts): void {
  const nameByKey = new Map<string, string>();
  for (const { name, keyring } of accounts.values()) {
    if (!keyring.isReady()) continue;
    const { secretId } = keyring.current();
    const other = nameByKey.get(secretId);
    if (other !== undefined) throw sharedKey([other, name], maskedId(keyring.current()));
    nameByKey.set(secretId, name);
  }
}

function sharedKey(names: readonly string[], key: string): OperatorError {
  return new OperatorError(
    'account-key-shared',
    `Cannot work accounts ${names.join(' and ')} as each must have a key of its own: got ${key} for both`,
    { advice: 'Leave one of the two names out of the accounts, or work only one of them with --account.' },
  );
}
