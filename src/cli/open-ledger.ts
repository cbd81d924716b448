import type { Config } from '../shared/config.ts';
import { requireFormat } from '../shared/ledger/keyspace-format.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readRun } from '../shared/ledger/runs.ts';
import { type ConnectOptions, closeRedis, connectRedis, type RedisClient } from '../shared/redis/connect.ts';
import type { RedisRole } from '../shared/redis/connection-options.ts';
import { findPrivateServer, startPrivateServer } from '../shared/redis/private-server.ts';
import { nameRedis, parseRedisUrl } from '../shared/redis/redis-url.ts';
import { refusedWrite } from '../shared/redis/refused-write.ts';
import { readSetup, type Setup } from './setup.ts';
import { say } from './terminal.ts';

/** The ledger and what it lies in, open for one command. */
export interface OpenLedger extends Ledger {
  readonly redis: RedisClient;
  /** Where that Redis is, as a person may read it. */
  readonly redisName: string;
}

export interface LedgerOptions {
  readonly role?: RedisRole;
  /** Also where an older version wrote it, or a newer one. */
  readonly isOfAnyFormat?: boolean;
}

/**
 * Lends the ledger to `body`: on REDIS_URL, or on the private Redis, which is started when it does not run. The
 * connection is closed afterwards, whatever happens.
 */
export async function withLedger<Value>(
  config: Config,
  body: (ledger: OpenLedger) => Promise<Value>,
  { role = 'command', isOfAnyFormat = false }: LedgerOptions = {},
): Promise<Value> {
  const address = config.redisUrl ?? (await startPrivateServer(config.dataDir)).socketPath;
  return withRedisAt(address, { role, caFile: config.redisCaFile }, async (redis) => {
    const ledger = { redis, prefix: config.prefix, redisName: nameOf(address, config) };
    if (!isOfAnyFormat) await requireFormat(ledger);
    return body(ledger);
  });
}

/**
 * Lends the ledger that holds `run`. A run that is only known to the simulator's ledger is found there, so that what
 * `run --simulate` printed can be looked at without another flag.
 */
export async function withLedgerOf<Value>(
  run: string,
  { config }: Setup,
  body: (ledger: OpenLedger) => Promise<Value>,
): Promise<Value> {
  return withLedger(config, async (ledger) => {
    if ((await readRun(ledger, run)) !== null) return body(ledger);
    const simulated = readSetup({ simulate: true }).config;
    const server = await findPrivateServer(simulated.dataDir);
    if (!server) return body(ledger);
    return withRedisAt(server.socketPath, { role: 'command' }, async (redis) => {
      const other = { redis, prefix: simulated.prefix, redisName: nameOf(server.socketPath, simulated) };
      if ((await readRun(other, run)) === null) return body(ledger);
      if (config.prefix !== simulated.prefix) say(`Run ${run} was bought from the simulator.`);
      return body(other);
    });
  });
}

async function withRedisAt<Value>(
  address: string,
  options: ConnectOptions,
  body: (redis: RedisClient) => Promise<Value>,
): Promise<Value> {
  const redis = await connectRedis(address, options);
  try {
    return await body(redis);
  } catch (error) {
    throw refusedWrite(error) ?? error;
  } finally {
    await closeRedis(redis);
  }
}

function nameOf(address: string, config: Config): string {
  const target = parseRedisUrl(address);
  const name = target ? nameRedis(target) : address;
  return config.redisUrl === null ? `the private Redis (${name})` : name;
}
