import type { Account } from '../../shared/accounts/account.ts';
import type { Credentials } from '../../shared/credentials/credentials.ts';
import { OperatorError } from '../../shared/errors.ts';
import { maskedId, payingCredentials } from '../paying-credentials.ts';
import type { Check } from './check.ts';

/** What was found on an account's credentials. */
export interface CheckedCredentials {
  readonly check: Check;
  /** Null where there are none, or they are not whole. */
  readonly credentials: Credentials | null;
}

/** Whether an account's credentials are there and whole, and where they come from. */
export async function checkCredentials(account: Account): Promise<CheckedCredentials> {
  const name = 'credentials';
  try {
    const credentials = await payingCredentials(account);
    return { check: { name, state: 'fine', finding: describe(credentials), advice: null }, credentials };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const { message: finding, advice } = error;
    return { check: { name, state: 'wrong', finding, advice }, credentials: null };
  }
}

function describe(credentials: Credentials): string {
  const { source, token, expiresAtMs } = credentials;
  const until = expiresAtMs === null ? '' : ` until ${new Date(expiresAtMs).toISOString()}`;
  const kind = token === null ? '' : `, temporary${until}`;
  return `${maskedId(credentials)} signs and pays (from ${source}${kind}).`;
}
