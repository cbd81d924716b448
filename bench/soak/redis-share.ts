import type { Redis } from 'ioredis';

/** What Redis holds at the end of a round, when nothing is under way. */
export interface RedisShare {
  /** Of the data alone, without what the server itself and its connections need. */
  readonly dataBytes: number;
  /** Without those of what was bought for which target: they fill up to a number of their own, and are kept. */
  readonly keys: number;
  readonly clients: number;
}

export async function readRedisShare(redis: Redis): Promise<RedisShare> {
  const [memory, clients, keys] = await Promise.all([
    redis.info('memory'),
    redis.info('clients'),
    redis.keys('*'),
  ]);
  return {
    dataBytes: Number(/^used_memory_dataset:(\d+)/m.exec(memory)?.[1]),
    clients: Number(/^connected_clients:(\d+)/m.exec(clients)?.[1]),
    keys: keys.filter((key) => !isBoughtTargets(key)).length,
  };
}

function isBoughtTargets(key: string): boolean {
  return key.includes('}:bought:');
}
