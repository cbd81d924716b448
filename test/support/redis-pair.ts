import { startTestRedis, type TestRedis } from './redis.ts';
import { type Link, startTcpProxy } from './tcp-proxy.ts';
import { until } from './until.ts';

/** A primary and its replica, with what lies between them in a test's hand. */
export interface RedisPair {
  readonly primary: TestRedis;
  readonly replica: TestRedis;
  /** Makes the one the other's replica, and waits until it has all of it. */
  readonly join: () => Promise<void>;
  /** Cuts the replica off: what the primary is told from now on, the replica never hears. */
  readonly cut: () => Promise<void>;
  /** Leaves the link up, but silent: the replica hears nothing more, and neither side notices yet. */
  readonly hang: () => void;
  /** Has the replica take the primary's place, as Sentinel and Cluster do. */
  readonly promote: () => Promise<void>;
}

/** Lends two servers to `body`, joined unless told otherwise, and stops them afterwards. */
export async function withRedisPair<Value>(
  body: (pair: RedisPair) => Promise<Value>,
  { areJoined = true } = {},
): Promise<Value> {
  // Without a delay in which more replicas might come, as there are none.
  const settings = { 'repl-diskless-sync-delay': '0' };
  const [primary, replica] = await Promise.all([startTestRedis({ settings }), startTestRedis({ settings })]);
  const between = await startTcpProxy(primary.port);
  const links: Link[] = [];
  between.onLink((link) => links.push(link));
  const client = replica.connect();
  const isLinked = async () => /^master_link_status:up/m.test(await client.info('replication'));
  const pair: RedisPair = {
    primary,
    replica,
    join: async () => {
      await client.replicaof('127.0.0.1', between.port);
      await until('the replica has all that the primary has', isLinked);
    },
    cut: async () => {
      await between.refuse();
      await until('the replica has read what it was sent', async () => !(await isLinked()));
    },
    hang: () => {
      for (const link of links) link.hold('answer');
    },
    promote: async () => {
      await client.replicaof('NO', 'ONE');
    },
  };
  try {
    if (areJoined) await pair.join();
    return await body(pair);
  } finally {
    await between.close();
    await Promise.all([primary.stop(), replica.stop()]);
  }
}
