import type { Redis } from 'ioredis';
import type { RedisClient } from './connect.ts';
import { mastersOf } from './masters-of.ts';
import { readSetting } from './server-info.ts';

/** How one server is replicated. */
export interface Replication {
  /** Connected at this moment. */
  readonly replicas: number;
  /** With fewer it refuses writes; null where CONFIG is forbidden. */
  readonly minReplicasToWrite: number | null;
}

/** Asks the server, or every master of a cluster. */
export function readReplication(redis: RedisClient): Promise<Replication[]> {
  return Promise.all(mastersOf(redis).map(readOne));
}

async function readOne(redis: Redis): Promise<Replication> {
  const info = await redis.info('replication');
  const least = await readSetting(redis, 'min-replicas-to-write');
  return {
    replicas: Number(/^connected_slaves:(\d+)/m.exec(info)?.[1] ?? 0),
    minReplicasToWrite: least === null ? null : Number(least),
  };
}
