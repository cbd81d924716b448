import type { Redis } from 'ioredis';
import type { RedisClient } from './connect.ts';
import { mastersOf } from './masters-of.ts';
import { nameHost } from './redis-url.ts';

/** What one server tells of itself, as far as money depends on it. */
export interface ServerInfo {
  /** Where it is: host and port, or its socket. */
  readonly address: string;
  /** `redis`, `valkey`. */
  readonly name: string;
  /** As Redis counts; Valkey gives the Redis version it is compatible with. */
  readonly version: string;
  /** By its own count: the version that a person installed. */
  readonly release: string;
  readonly isAppendOnly: boolean;
  /** `always`, `everysec`, `no`; null where CONFIG is forbidden. */
  readonly appendFsync: string | null;
  /** Nothing is synced while the append-only file is rewritten, whatever `appendFsync` says. */
  readonly pausesSyncOnRewrite: boolean;
  /** Null when the server does not tell. */
  readonly evictionPolicy: string | null;
}

/** Asks the server, or every master of a cluster. */
export async function readServerInfo(redis: RedisClient): Promise<ServerInfo[]> {
  return Promise.all(mastersOf(redis).map(readOne));
}

async function readOne(redis: Redis): Promise<ServerInfo> {
  const info = await redis.info();
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? null;
  // Redis itself has no such field.
  const name = field('server_name') ?? 'redis';
  const version = field('redis_version') ?? '0.0.0';
  const { path, host, port } = redis.options;
  return {
    address: path ?? nameHost({ host: host ?? 'localhost', port: port ?? 6379 }),
    name,
    version,
    release: field(`${name}_version`) ?? version,
    isAppendOnly: field('aof_enabled') === '1',
    appendFsync: await readSetting(redis, 'appendfsync'),
    pausesSyncOnRewrite: (await readSetting(redis, 'no-appendfsync-on-rewrite')) === 'yes',
    evictionPolicy: field('maxmemory_policy') ?? (await readSetting(redis, 'maxmemory-policy')),
  };
}

/** Reads one setting; null where CONFIG is forbidden, as managed servers do, which is no reason to refuse them. */
export async function readSetting(redis: Redis, name: string): Promise<string | null> {
  const reply = await redis.config('GET', name).catch(() => null);
  const value = Array.isArray(reply) ? reply[1] : null;
  return typeof value === 'string' ? value : null;
}
