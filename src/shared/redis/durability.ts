import { OperatorError, unreachable } from '../errors.ts';
import type { RedisClient } from './connect.ts';
import { readServerInfo, type ServerInfo } from './server-info.ts';

/**
 * What an acknowledged write survives.
 * - `synced-always`: the reply itself means that the write is on the disk
 * - `waitaof`: it is on the disk once WAITAOF says so
 * - `none`: it may be lost with the server, and nothing can tell
 */
export interface Durability {
  readonly kind: 'synced-always' | 'waitaof' | 'none';
  /** One sentence for `doctor` and for the worker's start. */
  readonly reason: string;
}

/** Whether Redis may throw away keys when its memory is full, which would lose purchases. */
export interface Eviction {
  readonly kind: 'never' | 'possible' | 'unknown';
  readonly reason: string;
}

/** Reads how durable writes are. Managed servers that forbid CONFIG are judged by INFO alone. */
export async function readDurability(redis: RedisClient): Promise<Durability> {
  const servers = await readServerInfo(redis);
  const all = servers.map(judgeDurability);
  // A chain of masters is as strong as the weakest of them.
  const weakest = (['none', 'waitaof', 'synced-always'] as const)
    .map((kind) => all.find((durability) => durability.kind === kind))
    .find((durability) => durability !== undefined);
  return weakest ?? { kind: 'none', reason: 'No Redis server told of itself.' };
}

/** What the facts of one server mean for a write. */
export function judgeDurability({ version, isAppendOnly, appendFsync }: ServerInfo): Durability {
  if (!isAppendOnly) {
    return {
      kind: 'none',
      reason: 'The append-only file is off: a crash of Redis loses what it held. Set `appendonly yes`.',
    };
  }
  if (appendFsync === 'always') {
    return { kind: 'synced-always', reason: 'The append-only file is synced on every write.' };
  }
  if (isAtLeast(version, [7, 2])) {
    return {
      kind: 'waitaof',
      reason: 'The append-only file is on, and each intent waits for its sync by WAITAOF.',
    };
  }
  return {
    kind: 'none',
    reason:
      `Redis ${version} syncs its append-only file "${appendFsync ?? 'in a way it does not tell'}" and has no WAITAOF: ` +
      'a crash may lose the last writes. Set `appendfsync always`, or use Redis 7.2 or newer.',
  };
}

/** Reads whether keys may be evicted. */
export async function readEviction(redis: RedisClient): Promise<Eviction> {
  const policies = (await readServerInfo(redis)).map(({ evictionPolicy }) => evictionPolicy);
  const other = policies.find((policy) => policy !== null && policy !== 'noeviction');
  if (other) {
    return {
      kind: 'possible',
      reason: `Redis evicts keys by "${other}" when its memory is full. Set \`maxmemory-policy noeviction\`.`,
    };
  }
  if (policies.includes(null)) {
    return { kind: 'unknown', reason: 'Redis does not tell its eviction policy; it has to be `noeviction`.' };
  }
  return { kind: 'never', reason: 'Redis refuses writes rather than evict keys when its memory is full.' };
}

export interface DurableOptions {
  /** Replicas that must hold the write as well. */
  readonly replicas: number;
  readonly timeoutMs: number;
  /** Any key of the write: on a cluster, it leads to the server that has to confirm. */
  readonly key: string;
}

/**
 * Runs `write` and resolves with its reply once that write is as durable as `durability` and `replicas` promise;
 * throws an OperatorError `write-not-durable` when this is not confirmed in time. WAITAOF and WAIT hold up all that
 * follows on their connection (until the next sync, up to a second), so writes that may not wait for each other
 * need a connection each.
 */
export async function writeDurably<Reply>(
  redis: RedisClient,
  write: () => Promise<Reply>,
  { durability, ...options }: DurableOptions & { readonly durability: Durability },
): Promise<Reply> {
  const breaks = breaksOf(redis);
  const before = breaks.count;
  const reply = await write();
  await awaitDurable(redis, durability, options);
  // A new connection knows nothing of the old one's writes and would confirm them at once, lost or not.
  const isConfirmed = breaks.count === before || !needsWaiting(durability, options);
  if (!isConfirmed) throw notDurable('the connection broke in between');
  return reply;
}

/** Waits until everything written on this connection is durable; see `writeDurably`, which also minds lost connections. */
export async function awaitDurable(
  redis: RedisClient,
  durability: Durability,
  { replicas, timeoutMs, key }: DurableOptions,
): Promise<void> {
  switch (durability.kind) {
    case 'waitaof': {
      const [synced] = await ask(redis, key, ['WAITAOF', 1, 0, timeoutMs]);
      if (synced !== 1) throw notDurable(`no sync of the append-only file within ${timeoutMs} ms`);
      break;
    }
    case 'synced-always':
    case 'none':
      break;
    default:
      unreachable(durability.kind);
  }
  if (replicas === 0) return;
  const [reached = 0] = await ask(redis, key, ['WAIT', replicas, timeoutMs]);
  if (reached < replicas) throw notDurable(`${reached} of ${replicas} replicas within ${timeoutMs} ms`);
}

function needsWaiting({ kind }: Durability, { replicas }: DurableOptions): boolean {
  return kind === 'waitaof' || replicas > 0;
}

/** Sent behind a harmless look at the key, which leads a cluster client to the key's server and its one connection. */
async function ask(
  redis: RedisClient,
  key: string,
  [command, ...values]: readonly [string, ...number[]],
): Promise<number[]> {
  const replies = await redis
    .pipeline()
    .exists(key)
    .call(command, ...values)
    .exec();
  const [error, reply] = replies?.[1] ?? [new Error('no reply'), null];
  if (error) throw notDurable(error.message, error);
  return [reply].flat().map(Number);
}

function notDurable(got: string, cause?: Error): OperatorError {
  return new OperatorError('write-not-durable', `Cannot confirm write as durable: got ${got}`, {
    advice: 'See `tcbatch doctor` for what Redis promises.',
    ...(cause ? { cause } : {}),
  });
}

interface Breaks {
  count: number;
}

const breaksByClient = new WeakMap<RedisClient, Breaks>();

/** Counts how often a client lost a connection, its own or one to a node of its cluster. */
function breaksOf(redis: RedisClient): Breaks {
  const known = breaksByClient.get(redis);
  if (known) return known;
  const breaks = { count: 0 };
  const countOne = () => {
    breaks.count++;
  };
  redis.on('close', countOne);
  redis.on('-node', countOne);
  breaksByClient.set(redis, breaks);
  return breaks;
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}
