import type { Keyring } from '../credentials/keyring.ts';
import { createKeyring } from '../credentials/keyring.ts';
import type { Log } from '../log.ts';
import type { Account, Accounts } from './account.ts';

/** An account that this process signs for, with credentials that are kept fresh. Close it after use. */
export interface OpenAccount extends Account {
  readonly keyring: Keyring;
}

/** The accounts that a process signs for, by name. */
export type OpenAccounts = ReadonlyMap<string, OpenAccount>;

/** Keeps the credentials of all accounts from now on; each is read for the first time when somebody refreshes it. */
export function openAccounts(accounts: Accounts, log: Log): OpenAccounts {
  return new Map(Array.from(accounts, ([name, account]) => [name, openAccount(account, log)]));
}

/** The same of one account. */
export function openAccount(account: Account, log: Log): OpenAccount {
  const keyring = createKeyring(account.source, {
    onChange: ({ source }) =>
      log.info({ account: account.name, credentials: source }, 'New credentials taken up'),
    onTrouble: (error) =>
      log.warn({ account: account.name, err: error }, 'Cannot read credentials, those known still count'),
  });
  return { ...account, keyring };
}

/** Reads nothing of any of them any more. */
export function closeAccounts(accounts: OpenAccounts): void {
  for (const { keyring } of accounts.values()) keyring.close();
}
