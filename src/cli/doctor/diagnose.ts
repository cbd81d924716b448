import type { Setup } from '../setup.ts';
import type { Diagnosis } from './check.ts';
import { checkAccount } from './check-account.ts';
import { checkClocks } from './check-clock.ts';
import { checkConcurrency } from './check-concurrency.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkRedis } from './check-redis.ts';

/** Checks all that buying depends on. */
export async function diagnose(setup: Setup): Promise<Diagnosis> {
  const { environment, config } = setup;
  const redis = await checkRedis(config);
  const isReachable = redis.every(({ name, state }) => name !== 'redis' || state !== 'wrong');
  const checks = [
    ...redis,
    ...(isReachable ? await checkConcurrency(config) : []),
    checkCredentials(environment),
    ...(await checkClocks(config)),
  ];
  // Asking the API needs credentials to sign with, and Redis to keep to the limit.
  const canAsk = checks.every(
    ({ name, state }) => state !== 'wrong' || !['redis', 'credentials'].includes(name),
  );
  if (canAsk) checks.push(...(await checkAccount(setup)));
  return { ok: checks.every(({ state }) => state !== 'wrong'), checks };
}
