import { readFileSync } from 'node:fs';
import type { Cluster, Redis } from 'ioredis';

/** A connection to Redis, be it one server or a cluster. */
export type RedisConnection = Redis | Cluster;

/** Runs one Lua script: keys it touches, then its arguments. Redis is sent the text only when it does not know it. */
export type Script = (
  redis: RedisConnection,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

type Caller = Record<string, (...args: (string | number)[]) => Promise<unknown>>;

/** Reads a script from beside its caller, each part from its own file, put one after the other. */
export function loadScript(importMetaUrl: string, ...files: readonly string[]): Script {
  const lua = files.map((file) => readFileSync(new URL(file, importMetaUrl), 'utf8')).join('\n');
  const command = `tcbatch:${files.at(-1)}`;
  return (redis, keys, args) => {
    if (!(command in redis)) redis.defineCommand(command, { lua });
    const run = (redis as unknown as Caller)[command];
    if (!run) throw new Error(`Cannot run script as it was not defined: got ${command}`);
    return run.call(redis, keys.length, ...keys, ...args);
  };
}
