import { describeValue } from '../describe-value.ts';
import type { RowRule } from './rule.ts';

/** An Account is a name that can stand in an environment variable, a key and a file name. */
export const accountName: RowRule = ({ values }) => {
  const account = values.get('Account');
  if (account === undefined || (typeof account === 'string' && allowed.test(account))) return [];
  const message = `Account must be a name of letters, digits, _, . and -: got ${describeValue(account)}`;
  return [{ column: 'Account', code: 'bad-account', message }];
};

const allowed = /^[A-Za-z0-9_.-]+$/;
