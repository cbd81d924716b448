import { setTimeout as wait } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import { OperatorError } from '../errors.ts';
import { hideCredentials } from '../hide-credentials.ts';
import { connectionOptions, type Manner, type RedisRole } from './connection-options.ts';
import { endWhenTold } from './end-when-told.ts';
import { readCa } from './read-ca.ts';
import { parseRedisUrl, type RedisTarget } from './redis-url.ts';
import { isHopeless, unusableRedis } from './unusable-redis.ts';
import { enoughForAWrite, type WriteTogetherOptions, writeTogether } from './write-together.ts';

export type RedisClient = Redis | Cluster;

/** Long enough for a server that is just being restarted; a worker may be started before its Redis is. */
const patienceMs: Readonly<Record<RedisRole, number>> = { command: 3_000, worker: 10_000 };

/**
 * A worker has many purchases in hand, whose commands cost less together. Where Redis is far away or slow, waiting
 * longer for its answer would cost more than it saves.
 */
const manyInHand: WriteTogetherOptions = { holdBackMs: 2, enough: enoughForAWrite };

export interface ConnectOptions {
  readonly role: RedisRole;
  /** A file of certificates (PEM): a server with TLS is believed by these alone. Null: by those that Node knows. */
  readonly caFile?: string | null;
}

/**
 * Connects to a REDIS_URL or to a Unix socket path, and resolves once commands are answered. Throws an OperatorError
 * `redis-unreachable`, `redis-refused` or `redis-untrusted` after a few seconds. A connection that breaks later is made
 * again by itself.
 */
export async function connectRedis(
  address: string,
  { role, caFile = null }: ConnectOptions,
): Promise<RedisClient> {
  const target = parseRedisUrl(address);
  if (!target) {
    throw new OperatorError(
      'redis-url-invalid',
      `Cannot read Redis address as a URL: got ${hideCredentials(address)}`,
    );
  }
  const manner = { role, ca: caFile === null ? null : await readCa(caFile) };
  const client = await connectTo(target, manner);
  if (target.kind !== 'single' || !(await isOfCluster(client))) return client;
  // One node is enough to find the others, and managed clusters have but one address.
  await closeRedis(client);
  return connectTo({ ...target, kind: 'cluster', nodes: [target.host] }, manner);
}

/** Ends a connection after what was sent on it is answered. Safe to call twice, and when the server is gone. */
export async function closeRedis(client: RedisClient): Promise<void> {
  if (hasEnded(client)) return;
  if (client.status !== 'ready') return client.disconnect();
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  client.quit().catch(() => {});
  await Promise.race([ended, briefly()]);
  if (!hasEnded(client)) client.disconnect();
}

async function connectTo(target: RedisTarget, manner: Manner): Promise<RedisClient> {
  const client = createClient(target, manner);
  const { lastError } = listenForErrors(client);
  writeTogether(client, manner.role === 'worker' ? manyInHand : {});
  try {
    await whenReady(client, patienceMs[manner.role]);
    return client;
  } catch (error) {
    client.disconnect();
    throw unusableRedis(target, lastError() ?? error);
  }
}

function createClient(target: RedisTarget, manner: Manner): RedisClient {
  const options = connectionOptions(target, manner);
  if (options.kind === 'cluster') return new Cluster([...options.nodes], options.options);
  const client = new Redis(options.options);
  endWhenTold(client);
  return client;
}

/** A server that does not tell is none. */
async function isOfCluster(client: RedisClient): Promise<boolean> {
  const info = await client.info('cluster').catch(() => '');
  return /^cluster_enabled:1/m.test(info);
}

/** An 'error' event without a listener would end the process; the last one tells why a connection never came. */
function listenForErrors(client: RedisClient): { readonly lastError: () => unknown } {
  let last: unknown = null;
  const listen = (error: unknown) => {
    last = deepest(error);
    // The command of a refused login holds the password, and this is the first to see the error.
    if (last instanceof Error) Reflect.deleteProperty(last, 'command');
  };
  client.on('error', listen);
  client.on('node error', listen);
  return { lastError: () => last };
}

async function whenReady(client: RedisClient, timeoutMs: number): Promise<void> {
  const stop = new AbortController();
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    client.once('end', () => reject(new Error('Connection ended')));
    // Wrong passwords stay wrong, and names that do not exist seldom come to be: no use in waiting.
    client.on('error', (error: unknown) => {
      if (isHopeless(deepest(error))) reject(error);
    });
  });
  const late = wait(timeoutMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`No answer within ${timeoutMs} ms`);
  });
  // The loser of the race may still reject, with nobody left to hear it.
  ready.catch(() => {});
  late.catch(() => {});
  // The outcome of connect() tells of the first try alone; the events tell of the tries after it as well.
  client.connect().catch(() => {});
  try {
    await Promise.race([ready, late]);
  } finally {
    stop.abort();
  }
}

/** A cluster wraps what its nodes said. */
function deepest(error: unknown): unknown {
  if (error instanceof Error && 'lastNodeError' in error && error.lastNodeError)
    return deepest(error.lastNodeError);
  if (error instanceof AggregateError) return deepest(error.errors[0]);
  return error;
}

function hasEnded(client: RedisClient): boolean {
  return client.status === 'end';
}

/** How long a goodbye may take; it must not hold the process open. */
function briefly(): Promise<void> {
  return wait(1_000, undefined, { ref: false });
}
