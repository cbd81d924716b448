import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';

/** A real redis-server of one test's own, every write synced, reachable by TCP and by a Unix socket. */
export interface TestRedis {
  /** `redis://127.0.0.1:<port>`, the same over a restart: what a process is given as REDIS_URL. */
  readonly url: string;
  readonly port: number;
  readonly socketPath: string;
  /** Where its files are, the append-only file among them. */
  readonly folder: string;
  /** Of the server that runs now; another one after `restart`. */
  readonly pid: number;
  /** A client that waits through a restart; closed by `stop`. */
  readonly connect: () => Redis;
  /** Ends the server as a crash would (SIGKILL) and waits until it is gone. */
  readonly kill: () => Promise<void>;
  /** Starts it again, from its files and on its port, and waits until it answers; kills it first when it runs. */
  readonly restart: () => Promise<void>;
  /** Closes every client, ends the server, removes its files. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/** Lines of redis.conf by their names. */
export type RedisSettings = Readonly<Record<string, string>>;

export interface TestRedisOptions {
  /** More of redis.conf, or other values: `{ appendonly: 'no' }`; some follow from the port. */
  readonly settings?: RedisSettings | ((port: number) => RedisSettings);
  /** The server's program and what stands before its settings; the `redis-server` of the PATH unless told. */
  readonly program?: readonly string[];
}

/** A key prefix that no other test has. */
export function testPrefix(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}

/** Starts a redis-server; the caller stops it. */
export async function startTestRedis({
  settings = {},
  program = ['redis-server'],
}: TestRedisOptions = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'tcbatch-redis-'));
  const socketPath = join(folder, 'redis.sock');
  const clients: Redis[] = [];
  const { port, child } = await startOnFreePort(folder, { settings, program });
  let server = child;

  const kill = () => end(server);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    socketPath,
    folder,
    get pid() {
      return pidOf(server);
    },
    connect: () => {
      const client = connectPatiently(socketPath);
      clients.push(client);
      return client;
    },
    kill,
    restart: async () => {
      await kill();
      server = await startServer(folder, { port, settings, program });
    },
    stop: async () => {
      for (const client of clients.splice(0)) client.disconnect();
      await kill();
      // A child that rewrites its file may outlive the server by a moment.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Lends a redis-server to `body` and stops it afterwards, whatever happens. */
export async function withRedis<Value>(
  body: (redis: TestRedis) => Promise<Value>,
  options: TestRedisOptions = {},
): Promise<Value> {
  const redis = await startTestRedis(options);
  try {
    return await body(redis);
  } finally {
    await redis.stop();
  }
}

interface ServerPlace extends Required<TestRedisOptions> {
  readonly port: number;
}

class PortTaken extends Error {}

async function startOnFreePort(
  folder: string,
  options: Required<TestRedisOptions>,
): Promise<{ port: number; child: ChildProcess }> {
  for (let tries = 1; ; tries++) {
    // Below the ports that the kernel hands out by itself, so that nobody is given ours while it is killed.
    const port = randomInt(12_000, 32_000);
    try {
      return { port, child: await startServer(folder, { port, ...options }) };
    } catch (error) {
      if (!(error instanceof PortTaken) || tries === 20) throw error;
    }
  }
}

/** Resolves once the server has loaded its files and answers. */
function startServer(folder: string, { port, settings, program }: ServerPlace): Promise<ChildProcess> {
  const [command = '', ...values] = program;
  const child = spawn(command, [...values, ...serverArguments(folder, { port, settings })], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithTest = () => child.kill('SIGKILL');
  process.once('exit', endWithTest);
  child.once('exit', () => process.removeListener('exit', endWithTest));

  return new Promise((resolve, reject) => {
    const said: string[] = [];
    child.once('error', reject);
    child.once('close', () => {
      const story = said.join('\n');
      reject(story.includes('in use') ? new PortTaken(story) : new Error(`redis-server ended:\n${story}`));
    });
    createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      if (/ready to accept connections/i.test(line)) resolve(child);
    });
  });
}

function serverArguments(folder: string, { port, settings }: Omit<ServerPlace, 'program'>): string[] {
  const all: RedisSettings = {
    dir: folder,
    bind: '127.0.0.1',
    port: String(port),
    unixsocket: join(folder, 'redis.sock'),
    unixsocketperm: '700',
    appendonly: 'yes',
    appendfsync: 'always',
    save: '',
    'maxmemory-policy': 'noeviction',
    ...(typeof settings === 'function' ? settings(port) : settings),
  };
  return Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
}

function connectPatiently(path: string): Redis {
  const client = new Redis({ path, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  // A test that kills its server expects the connection to break; without a listener that would end the test.
  client.on('error', () => {});
  return client;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('Cannot tell the pid of a redis-server that never started');
  return child.pid;
}
