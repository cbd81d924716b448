import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
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

const lookEveryMs = 50;

/** Watches the arguments of every process of this machine, which any of its users can read. */
export function watchArguments(): Watch {
  const seen = new Set<string>();
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      for (const line of await readArguments()) seen.add(line);
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

async function readArguments(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  // The test's own server is told its password there; tcbatch never is.
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => !line.includes('--requirepass'));
}
