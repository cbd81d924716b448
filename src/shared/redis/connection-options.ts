import type { ClusterNode, ClusterOptions, RedisOptions } from 'ioredis';
import { unreachable } from '../errors.ts';
import type { RedisLogin, RedisTarget } from './redis-url.ts';

/**
 * Who connects. A `command` has a person before it and gives up soon; a `worker` outlasts a Redis that is away, as
 * BullMQ demands of its connections.
 */
export type RedisRole = 'command' | 'worker';

/** Who connects, and by which certificates (PEM) alone it believes a server; null: by those that Node knows. */
export interface Manner {
  readonly role: RedisRole;
  readonly ca: string | null;
}

/** Maps come as flat arrays, the shape that BullMQ reads. */
type NodeOptions = RedisOptions & { readonly replyMapping: 'legacy' };

export type ConnectionOptions =
  | { readonly kind: 'one'; readonly options: NodeOptions }
  | {
      readonly kind: 'cluster';
      readonly nodes: readonly ClusterNode[];
      readonly options: ClusterOptions & { readonly redisOptions: NodeOptions };
    };

/** What ioredis has to be told to reach `target`. */
export function connectionOptions(target: RedisTarget, { role, ca }: Manner): ConnectionOptions {
  const common = optionsOf(role);
  switch (target.kind) {
    case 'socket':
      return { kind: 'one', options: { ...common, path: target.path } };
    case 'single':
      return {
        kind: 'one',
        options: {
          ...common,
          ...target.host,
          ...loginOf(target),
          ...tlsOf(target, ca),
          db: target.db,
        },
      };
    case 'sentinel':
      return {
        kind: 'one',
        options: {
          ...common,
          ...loginOf(target),
          sentinels: [...target.sentinels],
          name: target.name,
          db: target.db,
        },
      };
    case 'cluster':
      return clusterOptions(target, { role, ca });
    default:
      return unreachable(target);
  }
}

function clusterOptions(
  target: Extract<RedisTarget, { kind: 'cluster' }>,
  { role, ca }: Manner,
): ConnectionOptions {
  return {
    kind: 'cluster',
    nodes: target.nodes,
    options: {
      lazyConnect: true,
      clusterRetryStrategy: retryDelayMs,
      // A node that is away is waited for. Were it given up, a client that has lost its last node would have to find its
      // way back as a whole, which a worker that waits for its next job was seen not to do.
      clusterNodeRetryStrategy: retryDelayMs,
      // Unless another node has taken its slots over: then nobody but this look at the cluster ends the waiting.
      slotsRefreshInterval: 2_000,
      // Every try of a command while a node is away counts as one, and they are a tenth of a second apart.
      maxRedirections: role === 'worker' ? Number.POSITIVE_INFINITY : 16,
      redisOptions: { ...optionsOf(role), ...loginOf(target), ...tlsOf(target, ca) },
      // A certificate names the host, so with TLS the name must not be exchanged for its address.
      ...(target.isTls ? { dnsLookup: (host, callback) => callback(null, host) } : {}),
    },
  };
}

function optionsOf(role: RedisRole): NodeOptions {
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

/** Without a CA of its own, a server is believed by the certificates that Node knows. */
function tlsOf({ isTls }: { readonly isTls: boolean }, ca: string | null): Pick<RedisOptions, 'tls'> {
  if (!isTls) return {};
  return { tls: ca === null ? {} : { ca } };
}

function loginOf({ username, password }: RedisLogin): Pick<RedisOptions, 'username' | 'password'> {
  return {
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
  };
}
