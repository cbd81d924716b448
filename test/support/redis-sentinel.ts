import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { startTestRedis, type TestRedis } from './redis.ts';
import { until } from './until.ts';

/** A primary and a replica, watched by three sentinels of which two have to agree. All are processes of one test. */
export interface TestSentinel {
  /** `redis+sentinel://…`: what a process is given as REDIS_URL. */
  readonly url: string;
  /** In the order in which they were started; the first is the primary until it fails. */
  readonly servers: readonly [TestRedis, TestRedis];
  /** A client of whichever server is the primary; closed by `stop`. */
  readonly connect: () => Redis;
  /** The port of the server that the sentinels agree on. */
  readonly primaryPort: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const name = 'tcbatch';
const count = 3;

/** Starts all of it, and resolves once a failover could be agreed on. */
export async function startTestSentinel(): Promise<TestSentinel> {
  // Without a delay in which more replicas might come, as there are none.
  const settings = { 'repl-diskless-sync-delay': '0' };
  const [primary, replica] = await Promise.all([startTestRedis({ settings }), startTestRedis({ settings })]);
  const folder = await mkdtemp(join(tmpdir(), 'tcbatch-sentinel-'));
  const sentinels: Sentinel[] = [];
  const clients: Redis[] = [];
  const stop = async () => {
    for (const client of clients.splice(0)) client.disconnect();
    await Promise.all(sentinels.map(({ child }) => end(child)));
    await Promise.all([primary.stop(), replica.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await replica.connect().replicaof('127.0.0.1', primary.port);
    for (let i = 0; i < count; i += 1) sentinels.push(await startSentinel(folder, primary.port));
    const asked = sentinels.map(({ port }) => port);
    await until('the sentinels know each other and the replica', () => canFailOver(asked));
    const connect = () => {
      const client = new Redis({
        sentinels: asked.map((port) => ({ host: '127.0.0.1', port })),
        name,
        maxRetriesPerRequest: null,
        sentinelRetryStrategy: () => 100,
        retryStrategy: () => 100,
      });
      client.on('error', () => {});
      clients.push(client);
      return client;
    };
    return {
      url: `redis+sentinel://${asked.map((port) => `127.0.0.1:${port}`).join(',')}/${name}`,
      servers: [primary, replica],
      connect,
      primaryPort: async () => Number((await ask(asked[0] ?? 0, 'get-master-addr-by-name', name))[1]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Lends all of it to `body`, and stops it afterwards. */
export async function withSentinel<Value>(body: (sentinel: TestSentinel) => Promise<Value>): Promise<Value> {
  const sentinel = await startTestSentinel();
  try {
    return await body(sentinel);
  } finally {
    await sentinel.stop();
  }
}

interface Sentinel {
  readonly port: number;
  readonly child: ChildProcess;
}

async function startSentinel(folder: string, primaryPort: number): Promise<Sentinel> {
  for (let tries = 1; ; tries += 1) {
    const port = randomInt(12_000, 32_000);
    const file = join(folder, `sentinel-${port}.conf`);
    // Sentinel writes what it learns into its own file.
    await writeFile(file, configurationOf(folder, { port, primaryPort }), { mode: 0o600 });
    const child = await untilReady(spawn('redis-server', [file, '--sentinel'], { stdio: 'pipe' }));
    if (child !== null) return { port, child };
    if (tries === 20) throw new Error('Cannot start a sentinel as no port was free');
  }
}

function configurationOf(
  folder: string,
  { port, primaryPort }: { readonly port: number; readonly primaryPort: number },
): string {
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor ${name} 127.0.0.1 ${primaryPort} 2`,
    `sentinel down-after-milliseconds ${name} 1000`,
    `sentinel failover-timeout ${name} 5000`,
    '',
  ].join('\n');
}

/** Null when it ended, as it does when its port is taken. */
function untilReady(child: ReturnType<typeof spawn>): Promise<ChildProcess | null> {
  const endWithTest = () => child.kill('SIGKILL');
  process.once('exit', endWithTest);
  child.once('exit', () => process.removeListener('exit', endWithTest));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(null));
    if (child.stdout === null) return reject(new Error('Cannot hear a sentinel that has no standard output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (/\+monitor/.test(line)) resolve(child);
    });
  });
}

async function canFailOver(ports: readonly number[]): Promise<boolean> {
  const states = await Promise.all(
    ports.map(async (port) => {
      const reply = await ask(port, 'master', name);
      const fieldOf = (field: string) => reply[reply.indexOf(field) + 1];
      return fieldOf('num-other-sentinels') === String(count - 1) && fieldOf('num-slaves') === '1';
    }),
  );
  return states.every((isReady) => isReady);
}

async function ask(port: number, ...question: readonly string[]): Promise<string[]> {
  const client = new Redis({ port, host: '127.0.0.1', replyMapping: 'legacy' });
  client.on('error', () => {});
  try {
    return (await client.call('SENTINEL', ...question)) as string[];
  } finally {
    client.disconnect();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
