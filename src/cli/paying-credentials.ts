import { homedir } from 'node:os';
import type { Credentials } from '../shared/credentials/credentials.ts';
import { findCredentials } from '../shared/credentials/find-credentials.ts';
import type { Environment } from '../shared/environment.ts';
import { OperatorError } from '../shared/errors.ts';

/** The credentials that sign and pay. Throws an OperatorError when there are none, or only half of them. */
export function payingCredentials(environment: Environment): Credentials {
  const credentials = lookForCredentials(environment);
  if (credentials) return credentials;
  throw new OperatorError(
    'credentials-missing',
    'Cannot sign calls as no credentials were found: got none from the environment, ~/.tencentcloud/credentials or ~/.tccli',
    {
      advice:
        'Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or try without an account: tcbatch run --simulate.',
    },
  );
}

/** The credentials there are; null when no place holds any. */
export function lookForCredentials(environment: Environment): Credentials | null {
  return findCredentials(environment, { homeDir: environment.HOME || homedir() });
}

/** A SecretId as it may be shown: enough to tell two apart. */
export function maskedId({ secretId }: Credentials): string {
  return secretId.length < 12 ? secretId : `${secretId.slice(0, 4)}…${secretId.slice(-4)}`;
}
