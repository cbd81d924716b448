import { OperatorError } from '../errors.ts';
import type { RedisClient } from './connect.ts';
import { mastersOf } from './masters-of.ts';
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

export interface DurableOptions {
  /** Replicas that must hold the write as well. */
  readonly replicas: number;
  readonly timeoutMs: number;
}

/** Reads how durable writes are. Managed servers that forbid CONFIG are judged by what INFO tells. */
export async function readDurability(redis: RedisClient): Promise<Durability> {
  return judgeTogether(await readServerInfo(redis));
}

/** What the facts of all servers of a cluster mean: a purchase may lie on any of them, so the weakest counts. */
export function judgeTogether(servers: readonly ServerInfo[]): Durability {
  const all = servers.map((server) => ({ server, ...judgeDurability(server) }));
  const kinds = ['none', 'waitaof', 'synced-always'] as const;
  const weakest = kinds.map((kind) => all.find((one) => one.kind === kind)).find((one) => one !== undefined);
  if (!weakest) return { kind: 'none', reason: 'No Redis server told of itself.' };
  const { kind, reason, server } = weakest;
  const isAlone = all.some((one) => one.kind !== kind);
  return { kind, reason: isAlone ? `Of ${all.length} servers, ${server.address}: ${reason}` : reason };
}

/** What the facts of one server mean for a write. */
export function judgeDurability(server: ServerInfo): Durability {
  if (!server.isAppendOnly) {
    return {
      kind: 'none',
      reason: 'The append-only file is off: a crash of Redis loses what it held. Set `appendonly yes`.',
    };
  }
  if (server.appendFsync === 'always' && !server.pausesSyncOnRewrite) {
    return { kind: 'synced-always', reason: 'The append-only file is synced on every write.' };
  }
  if (server.appendFsync !== 'no' && waitaofOf(server) === 'honest') {
    return {
      kind: 'waitaof',
      reason: 'The append-only file is on, and each intent waits until it is synced.',
    };
  }
  return { kind: 'none', reason: whyNone(server) };
}

/**
 * Whether WAITAOF may be believed. Redis 7.4, and Valkey in every version so far (seen in 8.1.1), confirm a write that
 * is not synced when less than a second has passed since the last sync; Redis mended that in 8.0.
 */
function waitaofOf({ name, version }: ServerInfo): 'missing' | 'hasty' | 'honest' {
  if (!isAtLeast(version, [7, 2])) return 'missing';
  if (name !== 'redis') return 'hasty';
  return isAtLeast(version, [7, 3]) && !isAtLeast(version, [8, 0]) ? 'hasty' : 'honest';
}

function whyNone(server: ServerInfo): string {
  const { name, version, appendFsync, pausesSyncOnRewrite } = server;
  const waitaof = {
    missing: 'has no WAITAOF',
    hasty: 'confirms WAITAOF before the sync',
    honest: 'has no sync for WAITAOF to wait for',
  }[waitaofOf(server)];
  const facts = [
    `syncs its append-only file ${appendFsync === null ? 'at times it does not tell' : `by "${appendFsync}"`}`,
    ...(pausesSyncOnRewrite ? ['rests that during a rewrite (`no-appendfsync-on-rewrite yes`)'] : []),
    waitaof,
  ];
  // Valkey gives the version of Redis that it is compatible with, which would only confuse.
  const who = name === 'redis' ? `Redis ${version}` : name;
  return `This server, ${who}, ${facts.join(', ')}: a crash of its machine may lose the last writes. Set \`appendfsync always\` and \`no-appendfsync-on-rewrite no\`.`;
}

/**
 * Waits until all that was written on this connection is durable; throws an OperatorError `write-not-durable` when
 * that is not confirmed in time. It holds up whatever follows on the connection, until the next sync (up to a second),
 * so writes that may not wait for each other need a connection each. See `writeDurably` for lost connections.
 */
export async function awaitDurable(
  redis: RedisClient,
  durability: Durability,
  { replicas, timeoutMs }: DurableOptions,
): Promise<void> {
  if (durability.kind === 'waitaof') {
    const synced = await ask(redis, ['WAITAOF', 1, 0, timeoutMs]);
    if (synced < 1) throw notDurable(`no sync of the append-only file within ${timeoutMs} ms`);
  }
  if (replicas > 0) {
    const reached = await ask(redis, ['WAIT', replicas, timeoutMs]);
    if (reached < replicas) throw notDurable(`${reached} of ${replicas} replicas within ${timeoutMs} ms`);
  }
}

/** The error of a write that is not known to be durable: nothing may be sent on the strength of it. */
export function notDurable(got: string, cause?: unknown): OperatorError {
  return new OperatorError('write-not-durable', `Cannot confirm write as durable: got ${got}`, {
    advice: 'Ask `tcbatch doctor` what this Redis promises.',
    cause,
  });
}

/** The least count that any server confirms; one that was not written to confirms at once. */
async function ask(
  redis: RedisClient,
  [command, ...values]: readonly [string, ...number[]],
): Promise<number> {
  const replies = await Promise.all(mastersOf(redis).map((master) => master.call(command, ...values))).catch(
    (error: unknown) => {
      throw notDurable(error instanceof Error ? error.message : String(error), error);
    },
  );
  // WAIT answers with a count, WAITAOF with the local one and the replicas'.
  return Math.min(...replies.map((reply) => Number(Array.isArray(reply) ? reply[0] : reply)));
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}
