import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Receiver } from '../support/receiver.ts';
import type { Trace } from './canary.ts';

/** Every file below a folder, and its name. */
export async function readFolder(folder: string): Promise<Trace[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(paths.map(async (path) => ({ place: path, bytes: await readFile(path) })));
}

/** Every key of a Redis as DUMP gives it. The server must not compress, or what it holds cannot be recognised. */
export async function dumpKeys(redis: Redis): Promise<Trace[]> {
  const traces: Trace[] = [];
  for await (const keys of redis.scanStream({ count: 1000 })) {
    for (const key of keys as string[]) {
      const bytes = await redis.dumpBuffer(key);
      if (bytes !== null) traces.push({ place: `key ${key}`, bytes });
    }
  }
  return traces;
}

/** What a receiver was sent. Where to and with which token is what only the two may know, and no trace. */
export function receivedTraces(what: string, { received }: Receiver): Trace[] {
  return received.map(({ headers: { authorization: _, ...headers }, body }) => ({
    place: what,
    bytes: Buffer.from(JSON.stringify(headers) + body),
  }));
}

/** Asks a server, and keeps all of its answer: of one that goes on, its beginning. */
export async function answerTrace(
  url: string,
  options?: RequestInit,
): Promise<{ readonly text: string; readonly trace: Trace }> {
  const answer = await fetch(url, { redirect: 'manual', ...options });
  const isEndless = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const text = isEndless ? await beginningOf(answer) : await answer.text();
  const place = `answer of ${options?.method ?? 'GET'} ${new URL(url).pathname}`;
  const bytes = Buffer.from(JSON.stringify([answer.status, ...answer.headers]) + text);
  return { text, trace: { place, bytes } };
}

async function beginningOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return Buffer.from(first?.value ?? []).toString('utf8');
}

/** What is seen of a thing for as long as it is watched. */
export interface Watch {
  readonly seen: () => Trace[];
  readonly stop: () => Promise<void>;
}

/** Watches every command that reaches a Redis, reading ones included. */
export async function watchCommands(redis: Redis): Promise<Watch> {
  const monitor = await redis.monitor();
  const seen: string[] = [];
  monitor.on('error', () => {});
  monitor.on('monitor', (_time: string, values: string[]) => seen.push(values.join(' ')));
  return {
    seen: () => [{ place: 'commands to Redis', bytes: Buffer.from(seen.join('\n')) }],
    stop: async () => monitor.disconnect(),
  };
}

/** A quarter of what the shortest-lived command lives. */
const lookEveryMs = 75;

/**
 * Watches the arguments of every process of this machine that starts from now on, which any of its users can read. What
 * ran before cannot have been told anything, and on a busy machine there is much of it.
 */
export function watchArguments(): Watch {
  const seen = new Set<string>();
  const over = new AbortController();
  const watching = (async () => {
    const before = new Set(await listProcesses());
    while (!over.signal.aborted) {
      const pids = (await listProcesses()).filter((pid) => !before.has(pid));
      for (const line of await readArguments(pids)) seen.add(line);
      await delay(lookEveryMs, undefined, { signal: over.signal }).catch(() => {});
    }
  })();
  return {
    seen: () => Array.from(seen, (line) => ({ place: 'arguments of a process', bytes: Buffer.from(line) })),
    stop: () => {
      over.abort();
      return watching;
    },
  };
}

async function listProcesses(): Promise<string[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
}

async function readArguments(pids: readonly string[]): Promise<string[]> {
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  // The test's own server is told its password there; tcbatch never is.
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => !line.includes('--requirepass'));
}
