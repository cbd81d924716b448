import { Cluster, type Redis } from 'ioredis';
import type { RedisClient } from './connect.ts';
import { awaitDurable, type Durability, type DurableOptions, notDurable } from './durability.ts';

/**
 * Runs `write` and resolves with its reply once the write is as durable as `durability` and `replicas` promise. Throws
 * an OperatorError `write-not-durable` when that is not confirmed in time, or the connection broke in between.
 */
export async function writeDurably<Reply>(
  redis: RedisClient,
  write: () => Promise<Reply>,
  { durability, ...options }: DurableOptions & { readonly durability: Durability },
): Promise<Reply> {
  const breaks = breaksOf(redis);
  const countBefore = breaks.count;
  const reply = await write();
  await awaitDurable(redis, durability, options);
  const isWaiting = durability.kind === 'waitaof' || options.replicas > 0;
  // A new connection knows nothing of the old one's writes, and confirms them at once even if they were lost.
  if (isWaiting && breaks.count !== countBefore) throw notDurable('a connection that broke in between');
  return reply;
}

interface Breaks {
  count: number;
}

const breaksByClient = new WeakMap<RedisClient, Breaks>();

/** Counts how often a client lost a connection, its own or one to a server of its cluster. */
function breaksOf(redis: RedisClient): Breaks {
  const known = breaksByClient.get(redis);
  if (known) return known;
  const breaks: Breaks = { count: 0 };
  const countOne = () => {
    breaks.count++;
  };
  redis.on('close', countOne);
  if (redis instanceof Cluster) {
    for (const node of redis.nodes()) node.on('close', countOne);
    redis.on('+node', (node: Redis) => node.on('close', countOne));
  }
  breaksByClient.set(redis, breaks);
  return breaks;
}
