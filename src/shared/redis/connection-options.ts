import type { ClusterNode, ClusterOptions, RedisOptions } from 'ioredis';
import { unreachable } from '../errors.ts';
import type { RedisLogin, RedisTarget } from './redis-url.ts';

/**
 * Who connects. A `command` has a person before it and gives up soon; a `worker` outlasts a Redis that is away, as
 * BullMQ demands of its connections.
 */
export type RedisRole = 'command' | 'worker';

/** Maps come as flat arrays, the shape that BullMQ reads. */
type Manner = RedisOptions & { readonly replyMapping: 'legacy' };

export type ConnectionOptions =
  | { readonly kind: 'one'; readonly options: Manner }
  | {
      readonly kind: 'cluster';
      readonly nodes: readonly ClusterNode[];
      readonly options: ClusterOptions & { readonly redisOptions: Manner };
    };

/** What ioredis has to be told to reach `target` in the manner of `role`. */
export function connectionOptions(target: RedisTarget, role: RedisRole): ConnectionOptions {
  const manner = mannerOf(role);
  switch (target.kind) {
    case 'socket':
      return { kind: 'one', options: { ...manner, path: target.path } };
    case 'single':
      return {
        kind: 'one',
        options: {
          ...manner,
          ...target.host,
          ...loginOf(target),
          ...(target.isTls ? { tls: {} } : {}),
          db: target.db,
        },
      };
    case 'sentinel':
      return {
        kind: 'one',
        options: {
          ...manner,
          ...loginOf(target),
          sentinels: [...target.sentinels],
          name: target.name,
          db: target.db,
        },
      };
    case 'cluster':
      return clusterOptions(target, role);
    default:
      return unreachable(target);
  }
}

function clusterOptions(
  target: Extract<RedisTarget, { kind: 'cluster' }>,
  role: RedisRole,
): ConnectionOptions {
  return {
    kind: 'cluster',
    nodes: target.nodes,
    options: {
      lazyConnect: true,
      clusterRetryStrategy: retryDelayMs,
      redisOptions: { ...mannerOf(role), ...loginOf(target), ...(target.isTls ? { tls: {} } : {}) },
      // A certificate names the host, so with TLS the name must not be exchanged for its address.
      ...(target.isTls ? { dnsLookup: (host, callback) => callback(null, host) } : {}),
    },
  };
}

function mannerOf(role: RedisRole): Manner {
  return {
    replyMapping: 'legacy',
    lazyConnect: true,
    connectTimeout: 3_000,
    // Runs out even where there is nothing left to disconnect, and holds the process until it does.
    disconnectTimeout: 100,
    maxRetriesPerRequest: role === 'worker' ? null : 3,
    retryStrategy: retryDelayMs,
    // After a failover the old master may go on as a replica: looking up the master again is the only way out.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
}

/** Quick at first, for a restart; a worker comes back within two seconds of its Redis. */
function retryDelayMs(times: number): number {
  return Math.min(50 * 2 ** Math.min(times, 6), 2_000);
}

function loginOf({ username, password }: RedisLogin): Pick<RedisOptions, 'username' | 'password'> {
  return {
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
  };
}
