import { Cluster, type Redis } from 'ioredis';
import type { RedisClient } from './connect.ts';

/** The servers that take a client's writes, each by the very connection that the client writes on. */
export function mastersOf(redis: RedisClient): Redis[] {
  return redis instanceof Cluster ? redis.nodes('master') : [redis];
}
