import { Cluster } from 'ioredis';
import type { RedisClient } from '../../shared/redis/connect.ts';
import type { ServerInfo } from '../../shared/redis/server-info.ts';

const names: Readonly<Record<string, string>> = { redis: 'Redis', valkey: 'Valkey' };

/** What answers, in words: `Valkey 8.1.1 answers`, `A cluster of 3 primaries (Redis 7.0.15) answers through TLS`. */
export function describeRedis(redis: RedisClient, servers: readonly ServerInfo[]): string {
  const releases = servers.map(({ name, release }) => `${names[name] ?? name} ${release}`);
  const who = [...new Set(releases)].join(', ');
  const isCluster = redis instanceof Cluster;
  const subject = isCluster ? `A cluster of ${servers.length} primaries (${who})` : who;
  const { tls } = (isCluster ? redis.options.redisOptions : redis.options) ?? {};
  return `${subject} answers${tls ? ' through TLS' : ''}`;
}
