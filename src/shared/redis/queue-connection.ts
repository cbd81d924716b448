import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AbstractConnector, Cluster, Redis } from 'ioredis';
import { closeRedis } from './connect.ts';
import { endWhenTold } from './end-when-told.ts';
import type { RedisConnection } from './script.ts';

/** The connection on which BullMQ works one queue. */
export interface QueueConnection {
  readonly redis: RedisConnection;
  readonly close: () => Promise<void>;
}

/**
 * A queue lies on one node of a cluster, so BullMQ is given a plain connection that follows it from node to node. It
 * has ways of its own to wake a client that waits for a job, and those bring a cluster's client to a stop: after a
 * node had been away, workers were seen to take no job any more, and not to end.
 */
export function connectToQueue(redis: RedisConnection, queueKey: string): QueueConnection {
  if (!(redis instanceof Cluster)) return { redis, close: async () => {} };
  const { redisOptions, clusterNodeRetryStrategy } = redis.options;
  const own = new Redis({
    ...redisOptions,
    replyMapping: 'legacy',
    retryStrategy: clusterNodeRetryStrategy ?? null,
    Connector: connectorTo(redis, queueKey),
    reconnectOnError: (error) => (isElsewhere(error) ? againElsewhere : false),
  });
  endWhenTold(own);
  // Told by BullMQ; without a listener an error after the last word would end the process.
  own.on('error', () => {});
  return { redis: own, close: () => closeRedis(own) };
}

/** Tells the client to connect anew and to send the same command again, which was surely not executed. */
const againElsewhere = 2;

/** The node does not hold the queue any more, or not yet, or the cluster is not whole. */
function isElsewhere({ message }: Error): boolean {
  return /^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN|READONLY)\b/.test(message);
}

/** Looks up which node holds a key each time that a connection is made. */
function connectorTo(cluster: Cluster, key: string) {
  // Which slot a key belongs to never changes.
  const slot = cluster.cluster('KEYSLOT', key);
  slot.catch(() => {});

  return class OwnerConnector extends AbstractConnector {
    constructor() {
      super(cluster.options.redisOptions?.disconnectTimeout ?? 0);
    }

    async connect() {
      this.connecting = true;
      const place = placeOf(cluster.slots[Number(await slot)]?.[0] ?? '');
      // As every connector of ioredis says it.
      if (!this.connecting) throw new Error('Connection is closed.');
      const { tls } = cluster.options.redisOptions ?? {};
      const stream = tls ? connectTls({ ...place, ...tls }) : connectPlain(place);
      stream.once('error', (error) => {
        this.firstError = error;
      });
      this.stream = stream;
      return stream;
    }
  };
}

/** A cluster's client names its nodes `host:port`; an address of IPv6 has colons of its own. */
function placeOf(node: string): { readonly host: string; readonly port: number } {
  const colon = node.lastIndexOf(':');
  return { host: node.slice(0, colon), port: Number(node.slice(colon + 1)) };
}
