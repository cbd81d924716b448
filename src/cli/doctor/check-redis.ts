import { OperatorError } from '../../shared/errors.ts';
import { readDurability } from '../../shared/redis/durability.ts';
import { readEviction } from '../../shared/redis/eviction.ts';
import { readServerInfo } from '../../shared/redis/server-info.ts';
import { isLive } from '../live-account.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import type { Setup } from '../setup.ts';
import type { Check } from './check.ts';
import { checkLatency } from './check-latency.ts';
import { checkReplicas } from './check-replicas.ts';
import { describeRedis } from './describe-redis.ts';

/** Whether Redis is there, is new enough, keeps every key, and keeps it over a crash. */
export async function checkRedis(setup: Setup): Promise<Check[]> {
  const { config } = setup;
  try {
    return await withLedger(config, async (ledger) => [
      await checkVersion(ledger),
      await checkEviction(ledger),
      await checkDurability(ledger, setup),
      await checkLatency(ledger),
      ...(await checkReplicas(ledger, config)),
    ]);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return [{ name: 'redis', state: 'wrong', finding: error.message, advice: error.advice }];
  }
}

async function checkVersion({ redis, redisName }: OpenLedger): Promise<Check> {
  const servers = await readServerInfo(redis);
  const finding = `${describeRedis(redis, servers)} at ${redisName}.`;
  const isOld = servers.some(({ version }) => isBefore(version, [6, 2]));
  return isOld
    ? { name: 'redis', state: 'wrong', finding, advice: 'Use Redis 6.2 or newer, or Valkey.' }
    : { name: 'redis', state: 'fine', finding, advice: null };
}

async function checkEviction({ redis }: OpenLedger): Promise<Check> {
  const { kind, reason } = await readEviction(redis);
  const name = 'eviction';
  switch (kind) {
    case 'never':
      return { name, state: 'fine', finding: reason, advice: null };
    case 'unknown':
      return {
        name,
        state: 'warning',
        finding: reason,
        advice: 'Ask whoever runs this Redis for its policy.',
      };
    case 'possible':
      return { name, state: 'wrong', finding: reason, advice: 'Purchases must never be thrown away.' };
  }
}

async function checkDurability({ redis }: OpenLedger, setup: Setup): Promise<Check> {
  const { kind, reason } = await readDurability(redis);
  if (kind !== 'none') return { name: 'durability', state: 'fine', finding: reason, advice: null };
  return {
    name: 'durability',
    state: isLive(setup) ? 'wrong' : 'warning',
    finding: reason,
    advice: 'Until then a live account is refused, unless --accept-volatile-redis is given.',
  };
}

function isBefore(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first < major || (first === major && second < minor);
}
