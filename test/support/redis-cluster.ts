import { Redis } from 'ioredis';
import { startTestRedis, type TestRedis, type TestRedisOptions } from './redis.ts';
import { until } from './until.ts';

/** A real Redis Cluster of one test's own: three primaries that share the slots. */
export interface TestCluster {
  /** What a process is given as REDIS_URL: all three, joined by commas. */
  readonly url: string;
  readonly nodes: readonly TestRedis[];
  /** The node that holds a key. */
  readonly nodeOf: (key: string) => Promise<TestRedis>;
  /** Gives the slot of a key, which holds no key now, to the next node. */
  readonly moveSlot: (key: string) => Promise<void>;
  /** Resolves once every node that runs says `ok`, or `fail`, of the whole. */
  readonly untilState: (state: 'ok' | 'fail') => Promise<void>;
  readonly stop: () => Promise<void>;
}

const slots = 16_384;

/** Starts three servers and makes them one cluster; the caller stops it. */
export async function startTestCluster({
  settings = {},
  ...options
}: Omit<TestRedisOptions, 'settings'> & {
  readonly settings?: Readonly<Record<string, string>>;
} = {}): Promise<TestCluster> {
  const withBus = (port: number) => ({ ...settings, ...clusterSettings(port) });
  const nodes = await Promise.all(
    Array.from({ length: 3 }, () => startTestRedis({ ...options, settings: withBus })),
  );
  const cluster = { ...handleOf(nodes), stop: () => stopAll(nodes) };
  try {
    await join(nodes);
    await cluster.untilState('ok');
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

function clusterSettings(port: number): Readonly<Record<string, string>> {
  return {
    'cluster-enabled': 'yes',
    'cluster-announce-ip': '127.0.0.1',
    // Beside its own port, and so below those that the kernel hands out by itself.
    'cluster-port': String(port + 1),
    // A node that is gone is missed after this long.
    'cluster-node-timeout': '1000',
  };
}

function handleOf(nodes: readonly TestRedis[]): Omit<TestCluster, 'stop'> {
  return {
    url: nodes.map(({ url }) => url).join(','),
    nodes,
    nodeOf: async (key) => {
      const slot = Number(await askAny(nodes, 'KEYSLOT', key));
      const owner = nodes.find((_, i) => slot >= firstSlot(i) && slot < firstSlot(i + 1));
      if (!owner) throw new Error(`Cannot find the node of a slot: got ${slot}`);
      return owner;
    },
    moveSlot: (key) => moveSlot(nodes, key),
    untilState: (wanted) =>
      until(`the cluster is ${wanted}`, async () => {
        const states = await Promise.all(nodes.map(stateOf));
        // Who is gone, or still coming back, can only agree that something is wrong.
        return states.every((state) => state === wanted || (state === null && wanted === 'fail'));
      }),
  };
}

async function moveSlot(nodes: readonly TestRedis[], key: string): Promise<void> {
  const slot = String(await askAny(nodes, 'KEYSLOT', key));
  const owner = nodes.findIndex((_, i) => Number(slot) < firstSlot(i + 1));
  const [heir] = [...nodes.slice(owner + 1), ...nodes];
  if (!heir) throw new Error('Cannot move a slot in a cluster without nodes');
  const id = String(await ask(heir, 'MYID'));
  // The heir first: a slot is never without a node.
  for (const node of [heir, ...nodes]) await ask(node, 'SETSLOT', slot, 'NODE', id);
}

/** What a node says of the whole; null when it does not answer. */
async function stateOf(node: TestRedis): Promise<string | null> {
  const info = await ask(node, 'INFO').catch(() => '');
  return /cluster_state:(\w+)/.exec(String(info))?.[1] ?? null;
}

function askAny(nodes: readonly TestRedis[], ...words: readonly string[]): Promise<unknown> {
  return Promise.any(nodes.map((node) => ask(node, ...words)));
}

/** On a connection of its own, as one that waits for a node that is gone would wait for ever. */
async function ask({ socketPath }: TestRedis, ...words: readonly string[]): Promise<unknown> {
  const client = new Redis({ path: socketPath, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    return await client.call('CLUSTER', ...words);
  } finally {
    client.disconnect();
  }
}

/** Gives each node its third of the slots, and makes them known to each other. */
async function join(nodes: readonly TestRedis[]): Promise<void> {
  for (const [i, node] of nodes.entries()) {
    const client = node.connect();
    await client.call('CLUSTER', 'ADDSLOTSRANGE', firstSlot(i), firstSlot(i + 1) - 1);
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1);
    for (const other of nodes.slice(0, i)) {
      await client.call('CLUSTER', 'MEET', '127.0.0.1', other.port, other.port + 1);
    }
  }
}

function firstSlot(node: number): number {
  return Math.floor((slots * node) / 3);
}

async function stopAll(nodes: readonly TestRedis[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.stop()));
}
