import { Cluster } from 'ioredis';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { closeRedis } from '../shared/redis/connect.ts';
import type { Durability } from '../shared/redis/durability.ts';
import type { RedisConnection } from '../shared/redis/script.ts';
import { writeDurably } from '../shared/redis/write-durably.ts';

/** A sync comes once a second; a slower one is as good as none for a call that is about to be sent. */
const syncTimeoutMs = 3000;

export interface DurableWriter {
  /** How many replicas each write waits for. */
  readonly replicas: number;
  /** Runs a write and resolves once it is as durable as this Redis can promise; throws where that is not confirmed. */
  readonly write: <Reply>(write: (ledger: Ledger) => Promise<Reply>) => Promise<Reply>;
  readonly close: () => Promise<void>;
}

/**
 * Writes intents. Where a confirmation has to be waited for, the wait holds up whatever follows on its connection: so
 * each write then has a connection of its own, lent from those that are free.
 */
export function createDurableWriter(
  ledger: Ledger,
  { durability, replicas }: { readonly durability: Durability; readonly replicas: number },
): DurableWriter {
  const options = { durability, replicas, timeoutMs: syncTimeoutMs };
  if (durability.kind !== 'waitaof' && replicas === 0) {
    return { replicas, write: (write) => write(ledger), close: async () => {} };
  }
  const free: RedisConnection[] = [];
  const all: RedisConnection[] = [];
  const lend = (): RedisConnection => {
    const connection = free.pop() ?? anotherLike(ledger.redis);
    if (!all.includes(connection)) {
      connection.on('error', () => {});
      all.push(connection);
    }
    return connection;
  };
  return {
    replicas,
    write: async (write) => {
      const redis = lend();
      try {
        return await writeDurably(redis, () => write({ ...ledger, redis }), options);
      } finally {
        free.push(redis);
      }
    },
    close: async () => {
      await Promise.all(all.map(closeRedis));
    },
  };
}

/** Both kinds of connection can be duplicated, but the compiler cannot call what only looks alike. */
function anotherLike(redis: RedisConnection): RedisConnection {
  return redis instanceof Cluster ? redis.duplicate() : redis.duplicate();
}
