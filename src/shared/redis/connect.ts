import { setTimeout as wait } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import { OperatorError } from '../errors.ts';
import { hideCredentials } from '../hide-credentials.ts';
import { connectionOptions, type RedisRole } from './connection-options.ts';
import { nameRedis, parseRedisUrl, type RedisTarget } from './redis-url.ts';

export type RedisClient = Redis | Cluster;

/** Long enough for a server that is just being restarted; a worker may be started before its Redis is. */
const patienceMs: Readonly<Record<RedisRole, number>> = { command: 3_000, worker: 10_000 };

/**
 * Connects to a REDIS_URL or to a Unix socket path, and resolves once commands are answered. Throws an OperatorError
 * `redis-unreachable` or `redis-refused` after a few seconds. A connection that breaks later is made again by itself.
 */
export async function connectRedis(
  address: string,
  { role }: { readonly role: RedisRole },
): Promise<RedisClient> {
  const target = parseRedisUrl(address);
  if (!target) {
    throw new OperatorError(
      'redis-url-invalid',
      `Cannot read Redis address as a URL: got ${hideCredentials(address)}`,
    );
  }
  const client = createClient(target, role);
  const { lastError } = listenForErrors(client);
  try {
    await whenReady(client, patienceMs[role]);
    return client;
  } catch (error) {
    client.disconnect();
    throw unreachableRedis(target, lastError() ?? error);
  }
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

function createClient(target: RedisTarget, role: RedisRole): RedisClient {
  const options = connectionOptions(target, role);
  return options.kind === 'cluster'
    ? new Cluster([...options.nodes], options.options)
    : new Redis(options.options);
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

function unreachableRedis(target: RedisTarget, cause: unknown): OperatorError {
  const reason = messageOf(cause);
  if (isRefusal(cause)) {
    return new OperatorError('redis-refused', `Cannot use Redis at ${nameRedis(target)}: ${reason}`, {
      advice: 'Check the user and the password in REDIS_URL.',
      cause,
    });
  }
  return new OperatorError('redis-unreachable', `Cannot reach Redis at ${nameRedis(target)}: ${reason}`, {
    advice: 'Start it or correct REDIS_URL; without REDIS_URL a private Redis is started.',
    cause,
  });
}

function isHopeless(error: unknown): boolean {
  return isRefusal(error) || /ENOTFOUND/.test(messageOf(error));
}

function isRefusal(error: unknown): boolean {
  return /NOAUTH|WRONGPASS|NOPERM|invalid password|without any password|DB index is out of range/i.test(
    messageOf(error),
  );
}

/** A cluster wraps what its nodes said. */
function deepest(error: unknown): unknown {
  if (error instanceof Error && 'lastNodeError' in error && error.lastNodeError)
    return deepest(error.lastNodeError);
  if (error instanceof AggregateError) return deepest(error.errors[0]);
  return error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hasEnded(client: RedisClient): boolean {
  return client.status === 'end';
}

/** How long a goodbye may take; it must not hold the process open. */
function briefly(): Promise<void> {
  return wait(1_000, undefined, { ref: false });
}
