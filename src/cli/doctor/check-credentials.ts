import type { Environment } from '../../shared/environment.ts';
import { OperatorError } from '../../shared/errors.ts';
import { maskedId, payingCredentials } from '../paying-credentials.ts';
import type { Check } from './check.ts';

/** Whether credentials are there and whole, and where they come from. */
export function checkCredentials(environment: Environment): Check {
  try {
    const credentials = payingCredentials(environment);
    const kind = credentials.token === null ? '' : ', temporary';
    return {
      name: 'credentials',
      state: 'fine',
      finding: `${maskedId(credentials)} signs and pays (from ${credentials.source}${kind}).`,
      advice: null,
    };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { name: 'credentials', state: 'wrong', finding: error.message, advice: error.advice };
  }
}
