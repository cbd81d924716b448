import type { Account } from '../shared/accounts/account.ts';
import type { Credentials } from '../shared/credentials/credentials.ts';
import { OperatorError } from '../shared/errors.ts';
import { defaultAccount } from '../shared/line.ts';

/** The credentials that sign and pay for an account. Throws an OperatorError when there are none, or only half of them. */
export async function payingCredentials(account: Account): Promise<Credentials> {
  const credentials = await account.source.read();
  if (credentials) return credentials;
  const who = account.name === defaultAccount ? '' : ` of account ${account.name}`;
  throw new OperatorError(
    'credentials-missing',
    `Cannot sign calls${who} as no credentials were found: got none from ${account.source.name}`,
    {
      advice:
        account.name === defaultAccount
          ? 'Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or try without an account: tcbatch run --simulate.'
          : 'Put them where the config file says they are, or correct it.',
    },
  );
}

/** A SecretId as it may be shown: enough to tell two apart. */
export function maskedId({ secretId }: Credentials): string {
  return secretId.length < 12 ? secretId : `${secretId.slice(0, 4)}…${secretId.slice(-4)}`;
}
