import { suggestNear } from '../producer/manifest/suggest-name.ts';
import type { Account } from '../shared/accounts/account.ts';
import { OperatorError } from '../shared/errors.ts';
import { defaultAccount } from '../shared/line.ts';
import type { Setup } from './setup.ts';

/** The account that a person named. Throws an OperatorError that names those that are configured. */
export function knownAccount({ accounts }: Pick<Setup, 'accounts'>, name: string = defaultAccount): Account {
  const account = accounts.get(name);
  if (account) return account;
  const names = [...accounts.keys()];
  const near = suggestNear(name, names);
  throw new OperatorError(
    'unknown-account',
    `Cannot find account as it must be one that is configured (${names.join(', ')}): got ${name}`,
    {
      advice: `${near === null ? '' : `Did you mean ${near}? `}docs/accounts.md tells how accounts are configured.`,
    },
  );
}
