import { readConfig } from '../../src/shared/config.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { closeRedis, connectRedis, type RedisClient } from '../../src/shared/redis/connect.ts';
import { testPrefix } from '../support/redis.ts';

/** A Redis of any kind: one server, or several that act as one. */
export interface ServerUnderTest {
  /** What a process is given to reach it: REDIS_URL, and whatever else it takes. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** A server that runs, and the product's own connections to it. */
export interface Place<Server extends ServerUnderTest = ServerUnderTest> {
  readonly server: Server;
  /** Another connection, as a worker makes it; closed with the place. */
  readonly connect: () => Promise<RedisClient>;
  /** A ledger under a prefix of its own, on a connection of its own. */
  readonly newLedger: () => Promise<Ledger>;
  readonly close: () => Promise<void>;
}

/** Starts a server; the caller closes the place. */
export async function openPlace<Server extends ServerUnderTest>(
  start: () => Promise<Server>,
): Promise<Place<Server>> {
  const server = await start();
  const clients: RedisClient[] = [];
  const connect = async () => {
    const { redisUrl, redisCaFile } = readConfig(server.environment);
    const client = await connectRedis(redisUrl ?? '', { role: 'worker', caFile: redisCaFile });
    clients.push(client);
    return client;
  };
  return {
    server,
    connect,
    newLedger: async () => ({ redis: await connect(), prefix: testPrefix() }),
    close: async () => {
      await Promise.all(clients.map(closeRedis));
      await server.stop();
    },
  };
}
