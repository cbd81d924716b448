import type { Account } from '../../shared/accounts/account.ts';
import { defaultAccount } from '../../shared/line.ts';
import type { Setup } from '../setup.ts';
import type { Check, Diagnosis } from './check.ts';
import { checkAccount } from './check-account.ts';
import { checkClocks } from './check-clock.ts';
import { checkConcurrency } from './check-concurrency.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkRedis } from './check-redis.ts';

/** Checks all that buying depends on. */
export async function diagnose(setup: Setup): Promise<Diagnosis> {
  const redis = await checkRedis(setup);
  const isReachable = redis.every(({ name, state }) => name !== 'redis' || state !== 'wrong');
  const checks = [
    ...redis,
    ...(isReachable ? await checkConcurrency(setup) : []),
    ...(await checkClocks(setup)),
  ];
  for (const account of setup.accounts.values()) {
    checks.push(...(await checkPayer(setup, account, { isReachable })));
  }
  return { ok: checks.every(({ state }) => state !== 'wrong'), checks };
}

/** Asking the API needs credentials to sign with, and Redis to keep to the limit. */
async function checkPayer(
  setup: Setup,
  account: Account,
  { isReachable }: { readonly isReachable: boolean },
): Promise<Check[]> {
  const credentials = await checkCredentials(account);
  const canAsk = isReachable && credentials.state !== 'wrong';
  const checks = [credentials, ...(canAsk ? await checkAccount(setup, account.name) : [])];
  return checks.map((check) => ofAccount(check, setup, account));
}

/** Nobody has to pay as the default account where others are configured. */
function ofAccount(check: Check, { accounts }: Setup, { name }: Account): Check {
  if (name !== defaultAccount) return { ...check, account: name };
  const isSpare = check.name === 'credentials' && check.state === 'wrong' && accounts.size > 1;
  return isSpare ? { ...check, state: 'warning' } : check;
}
