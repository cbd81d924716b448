import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeRedis, connectRedis, type RedisClient } from '../../../src/shared/redis/connect.ts';
import {
  findPrivateServer,
  type PrivateServer,
  startPrivateServer,
  stopPrivateServer,
} from '../../../src/shared/redis/private-server.ts';
import { isRunning } from '../../../src/shared/redis/process-name.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tcbatch-data-'));
});

afterEach(async () => {
  await stopPrivateServer(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

describe('startPrivateServer', () => {
  it('starts a server that syncs every write and listens on a socket alone', async () => {
    const server = await startPrivateServer(dataDir);
    const settings = await withClient(server, (redis) =>
      Promise.all(
        ['appendonly', 'appendfsync', 'save', 'maxmemory-policy', 'port', 'unixsocketperm'].map(
          async (name) => (await redis.config('GET', name))[1],
        ),
      ),
    );
    expect(settings).toEqual(['yes', 'always', '', 'noeviction', '0', '700']);
    expect((await stat(join(dataDir, 'redis'))).mode & 0o777).toBe(0o700);
  });

  it('finds the server that runs already', async () => {
    const first = await startPrivateServer(dataDir);
    expect(await startPrivateServer(dataDir)).toEqual(first);
    expect(await findPrivateServer(dataDir)).toEqual(first);
  });

  it('makes one server for callers of one process', async () => {
    const servers = await Promise.all([1, 2, 3].map(() => startPrivateServer(dataDir)));
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
  });

  it('makes one server for processes that start at the same moment, and it outlives them', async () => {
    const servers = await startInProcesses(6);
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
    expect(await findPrivateServer(dataDir)).toEqual(servers[0]);
    expect(await readdir(join(dataDir, 'redis', 'owner'))).toHaveLength(1);
  });

  it('makes one server for processes that find a killed one at the same moment', async () => {
    await kill(await startPrivateServer(dataDir));
    const servers = await startInProcesses(6);
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
  });

  it('keeps every acknowledged write over a kill, with the stale socket still there', async () => {
    const first = await startPrivateServer(dataDir);
    await withClient(first, (redis) => redis.set('key', 'kept'));
    await kill(first);
    await access(first.socketPath);
    const second = await startPrivateServer(dataDir);
    expect(second.pid).not.toBe(first.pid);
    expect(await withClient(second, (redis) => redis.get('key'))).toBe('kept');
  });

  it('succeeds a holder that died while it started a server', async () => {
    const owner = join(dataDir, 'redis', 'owner');
    await mkdir(owner, { recursive: true });
    // The pid lives, but the process of that start time does not.
    await writeFile(join(owner, `${process.pid}-1`), '');
    expect(await startPrivateServer(dataDir)).toMatchObject({ pid: expect.any(Number) });
  });

  it('uses a short socket path for a long data directory, the same in every process', async () => {
    const parent = dataDir;
    dataDir = join(parent, 'long'.repeat(30), 'with "quotes" and blanks');
    const [server] = await startInProcesses(2);
    expect(server?.socketPath.length).toBeLessThan(104);
    const folder = await stat(dirname(server?.socketPath ?? ''));
    expect(folder.mode & 0o777).toBe(0o700);
    expect(await findPrivateServer(dataDir)).toEqual(server);
    await stopPrivateServer(dataDir);
    await rm(dirname(server?.socketPath ?? ''), { recursive: true });
    await rm(parent, { recursive: true });
  });

  it('says what to install where there is no redis-server', async () => {
    const said = await failureInProcess({ PATH: join(dataDir, 'no-programs') });
    expect(said).toMatchObject({ code: 'redis-missing', advice: expect.stringContaining('npm run setup') });
  });

  it('shows what the server complained of when it does not start', async () => {
    await mkdir(join(dataDir, 'redis', 'appendonlydir'), { recursive: true });
    await writeFile(join(dataDir, 'redis', 'appendonlydir', 'appendonly.aof.manifest'), 'nonsense');
    await expect(startPrivateServer(dataDir)).rejects.toMatchObject({ code: 'private-redis-failed' });
    await rm(join(dataDir, 'redis', 'appendonlydir'), { recursive: true });
    expect(await startPrivateServer(dataDir)).toMatchObject({ pid: expect.any(Number) });
  });
});

describe('findPrivateServer', () => {
  it('finds nothing where none was started, and leaves no trace', async () => {
    expect(await findPrivateServer(dataDir)).toBeNull();
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe('stopPrivateServer', () => {
  it('ends the server in good order, once', async () => {
    const server = await startPrivateServer(dataDir);
    await withClient(server, (redis) => redis.set('key', 'kept'));
    expect(await stopPrivateServer(dataDir)).toBe('stopped');
    expect(isRunning(String(server.pid))).toBe(false);
    expect(await stopPrivateServer(dataDir)).toBe('was-not-running');
    const next = await startPrivateServer(dataDir);
    expect(await withClient(next, (redis) => redis.get('key'))).toBe('kept');
  });

  it('says so where none was ever started', async () => {
    expect(await stopPrivateServer(dataDir)).toBe('was-not-running');
  });

  it('may be called by two at the same moment', async () => {
    await startPrivateServer(dataDir);
    await Promise.all([stopPrivateServer(dataDir), stopPrivateServer(dataDir)]);
    expect(await findPrivateServer(dataDir)).toBeNull();
  });
});

/** Waits for its word, starts the server, and writes what it got, or the error. */
const starter = `
  import { once } from 'node:events';
  const { startPrivateServer } = await import(process.argv[1]);
  process.stdout.write(' ');
  await once(process.stdin, 'data');
  const got = await startPrivateServer(process.argv[2]).catch(({ code, advice }) => ({ code, advice }));
  process.stdout.write(JSON.stringify(got));
  process.stdin.destroy();
`;

/** Starts the server from as many real processes, let go together once all are up. Runs what was built. */
async function startInProcesses(count: number): Promise<PrivateServer[]> {
  const children = Array.from({ length: count }, () => spawnStarter(process.env));
  const said = children.map(({ stdout }) => text(stdout));
  await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
  for (const child of children) child.stdin.write('go');
  return Promise.all(said.map(async (got) => JSON.parse(await got)));
}

async function failureInProcess(environment: NodeJS.ProcessEnv): Promise<unknown> {
  const child = spawnStarter(environment);
  child.stdin.write('go');
  return JSON.parse(await text(child.stdout));
}

function spawnStarter(environment: NodeJS.ProcessEnv) {
  const built = new URL('../../../dist/shared/redis/private-server.js', import.meta.url).href;
  return spawn(process.execPath, ['--input-type=module', '-e', starter, built, dataDir], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function withClient<Reply>(
  server: PrivateServer,
  ask: (redis: RedisClient) => Promise<Reply>,
): Promise<Reply> {
  const redis = await connectRedis(server.socketPath, { role: 'command' });
  try {
    return await ask(redis);
  } finally {
    await closeRedis(redis);
  }
}

/** Ends a server that is no child of ours as a crash would; its connection closes when it is gone. */
async function kill(server: PrivateServer): Promise<void> {
  const redis = await connectRedis(server.socketPath, { role: 'command' });
  const closed = once(redis, 'close');
  process.kill(server.pid, 'SIGKILL');
  await closed;
  await closeRedis(redis);
}
