import { describeValue } from '../describe-value.ts';
import type { GivenRow } from '../given-row.ts';
import type { Finding } from '../problem.ts';

/** The account that pays for a row must be one whose credentials are configured. */
export function configuredAccount(
  { values }: GivenRow,
  { account, accounts }: { readonly account: string; readonly accounts: readonly string[] | null },
): readonly Finding[] {
  const paying = values.get('Account') ?? account;
  if (accounts === null || typeof paying !== 'string' || accounts.includes(paying)) return [];
  const message = `Account must be one that is configured (${accounts.join(', ')}): got ${describeValue(paying)}`;
  return [{ column: 'Account', code: 'bad-account', message }];
}
