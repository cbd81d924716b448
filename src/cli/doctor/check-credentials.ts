import type { Account } from '../../shared/accounts/account.ts';
import { OperatorError } from '../../shared/errors.ts';
import { maskedId, payingCredentials } from '../paying-credentials.ts';
import type { Check } from './check.ts';

/** Whether an account's credentials are there and whole, and where they come from. */
export async function checkCredentials(account: Account): Promise<Check> {
  try {
    const credentials = await payingCredentials(account);
    const { source, token, expiresAtMs } = credentials;
    const until = expiresAtMs === null ? '' : ` until ${new Date(expiresAtMs).toISOString()}`;
    const kind = token === null ? '' : `, temporary${until}`;
    return {
      name: 'credentials',
      state: 'fine',
      finding: `${maskedId(credentials)} signs and pays (from ${source}${kind}).`,
      advice: null,
    };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { name: 'credentials', state: 'wrong', finding: error.message, advice: error.advice };
  }
}
