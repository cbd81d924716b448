import type { Account } from '../../shared/accounts/account.ts';
import { defaultAccount } from '../../shared/line.ts';
import { findSharedPayers, type KnownPayer, type SharedPayer } from '../find-shared-payers.ts';
import type { Setup } from '../setup.ts';
import type { Check, Diagnosis } from './check.ts';
import { checkAccount } from './check-account.ts';
import { checkClocks } from './check-clock.ts';
import { checkConcurrency } from './check-concurrency.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkProxies } from './check-proxies.ts';
import { checkRedis } from './check-redis.ts';

/** Checks all that buying depends on. */
export async function diagnose(setup: Setup): Promise<Diagnosis> {
  const redis = await checkRedis(setup);
  const isReachable = redis.every(({ name, state }) => name !== 'redis' || state !== 'wrong');
  const checks = [
    ...redis,
    ...(isReachable ? await checkConcurrency(setup) : []),
    ...checkProxies(setup),
    ...(await checkClocks(setup)),
  ];
  const payers: KnownPayer[] = [];
  for (const account of setup.accounts.values()) {
    const { checks: ofPayer, payer } = await checkPayer(setup, account, { isReachable });
    checks.push(...ofPayer);
    if (payer !== null) payers.push(payer);
  }
  checks.push(...findSharedPayers(payers).map(sharedCheck));
  return { ok: checks.every(({ state }) => state !== 'wrong'), checks };
}

interface CheckedPayer {
  readonly checks: readonly Check[];
  /** Null where there are no credentials. */
  readonly payer: KnownPayer | null;
}

/** Asking the API needs credentials to sign with, and Redis to keep to the limit. */
async function checkPayer(
  setup: Setup,
  account: Account,
  { isReachable }: { readonly isReachable: boolean },
): Promise<CheckedPayer> {
  const { name } = account;
  const { check, credentials } = await checkCredentials(account);
  const asked = isReachable && credentials ? await checkAccount(setup, name) : { checks: [], uin: null };
  return {
    checks: [check, ...asked.checks].map((each) => ofAccount(each, setup, account)),
    payer: credentials && { name, credentials, uin: asked.uin },
  };
}

/** Nobody has to pay as the default account where others are configured. */
function ofAccount(check: Check, { accounts }: Setup, { name }: Account): Check {
  if (name !== defaultAccount) return { ...check, account: name };
  const isSpare = check.name === 'credentials' && check.state === 'wrong' && accounts.size > 1;
  return isSpare ? { ...check, state: 'warning' } : check;
}

function sharedCheck({ names: [other, name], shared }: SharedPayer): Check {
  return {
    name: 'account',
    state: 'wrong',
    finding: `It is the same account of the provider's as ${other} (${shared}). Together they would call twice as often as it allows, and each would take what was bought for the other one for its own.`,
    advice: 'Leave one of the two names out of the accounts.',
    account: name,
  };
}
