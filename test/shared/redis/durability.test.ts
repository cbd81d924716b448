import { describe, expect, it } from 'vitest';
import { closeRedis, connectRedis } from '../../../src/shared/redis/connect.ts';
import {
  awaitDurable,
  type Durability,
  judgeDurability,
  judgeTogether,
  readDurability,
} from '../../../src/shared/redis/durability.ts';
import { readEviction } from '../../../src/shared/redis/eviction.ts';
import type { ServerInfo } from '../../../src/shared/redis/server-info.ts';
import { writeDurably } from '../../../src/shared/redis/write-durably.ts';
import { type TestRedis, testPrefix, withRedis } from '../../support/redis.ts';

const syncedAlways: Durability = { kind: 'synced-always', reason: '' };
const waitaof: Durability = { kind: 'waitaof', reason: '' };

describe('readDurability', () => {
  it.each([
    ['synced-always', {}],
    ['none', { appendonly: 'no' }],
    ['none', { 'no-appendfsync-on-rewrite': 'yes' }],
  ])('calls a server %s with %o', async (kind, settings) => {
    await withRedis(
      async (redis) => {
        expect((await readDurability(redis.connect())).kind).toBe(kind);
      },
      { settings },
    );
  });

  it('judges a server that forbids CONFIG by what INFO tells', async () => {
    await withRedis(async (redis) => {
      const client = redis.connect();
      await client.call('ACL', 'SETUSER', 'default', '-config');
      expect((await readDurability(client)).reason).toContain('at times it does not tell');
      expect(await readEviction(client)).toMatchObject({ kind: 'never' });
    });
  });
});

describe('judgeDurability', () => {
  const server: ServerInfo = {
    address: '10.0.0.1:6379',
    name: 'redis',
    version: '8.0.2',
    release: '8.0.2',
    isAppendOnly: true,
    appendFsync: 'everysec',
    pausesSyncOnRewrite: false,
    evictionPolicy: null,
  };

  it.each<[Durability['kind'], Partial<ServerInfo>]>([
    ['synced-always', { version: '7.0.15', appendFsync: 'always' }],
    ['none', { version: '7.0.15' }],
    ['none', { version: '7.0.15', appendFsync: null }],
    ['waitaof', { version: '7.2.0' }],
    ['waitaof', { version: '7.2.4', appendFsync: null }],
    ['waitaof', { version: '8.0.2' }],
    ['synced-always', { version: '8.0.2', appendFsync: 'always' }],
    ['none', { version: '8.0.2', appendFsync: 'always', isAppendOnly: false }],
  ])('says %s of %o', (kind, differences) => {
    const judged = judgeDurability({ ...server, ...differences });
    expect(judged.kind).toBe(kind);
    expect(judged.reason).toMatch(/\.$/);
  });

  it('waits for no sync that never comes: appendfsync no', () => {
    expect(judgeDurability({ ...server, appendFsync: 'no' }).kind).toBe('none');
  });

  it.each([
    ['redis', '7.4.1'],
    ['valkey', '7.2.4'],
  ])('does not trust the WAITAOF of %s %s, which confirms before the sync', (name, version) => {
    const judged = judgeDurability({ ...server, name, version });
    expect(judged.kind).toBe('none');
    expect(judged.reason).toContain('before the sync');
  });

  it('does not call a server synced that rests its syncs while it rewrites its file', () => {
    const resting: ServerInfo = { ...server, appendFsync: 'always', pausesSyncOnRewrite: true };
    expect(judgeDurability(resting).kind).toBe('waitaof');
    expect(judgeDurability({ ...resting, version: '7.0.15' })).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('no-appendfsync-on-rewrite'),
    });
  });
});

describe('judgeTogether', () => {
  const strong: ServerInfo = {
    address: '10.0.0.1:6379',
    name: 'redis',
    version: '7.0.15',
    release: '7.0.15',
    isAppendOnly: true,
    appendFsync: 'always',
    pausesSyncOnRewrite: false,
    evictionPolicy: null,
  };

  it('goes by the weakest server of a cluster, and names it', () => {
    const weak: ServerInfo = { ...strong, address: '10.0.0.2:6379', isAppendOnly: false };
    expect(judgeTogether([strong, weak, strong])).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('Of 3 servers, 10.0.0.2:6379: The append-only file is off'),
    });
  });

  it('says once what is true of all of them', () => {
    expect(judgeTogether([strong, strong]).reason).toBe('The append-only file is synced on every write.');
  });

  it('promises nothing for servers that nobody could ask', () => {
    expect(judgeTogether([]).kind).toBe('none');
  });
});

describe('readEviction', () => {
  it('warns of a policy that throws keys away', async () => {
    await withRedis(
      async (redis) => {
        const eviction = await readEviction(redis.connect());
        expect(eviction).toMatchObject({ kind: 'possible' });
        expect(eviction.reason).toContain('allkeys-lru');
      },
      { settings: { 'maxmemory-policy': 'allkeys-lru' } },
    );
  });
});

describe('awaitDurable', () => {
  it('asks nothing of a server that syncs every write', async () => {
    await withRedis(async (redis) => {
      const client = redis.connect();
      await client.ping();
      await redis.kill();
      await awaitDurable(client, syncedAlways, { replicas: 0, timeoutMs: 50 });
    });
  });

  it('counts the replicas that hold the write', async () => {
    await withReplica(async (redis) => {
      const client = redis.connect();
      await client.set(`${testPrefix()}:key`, 'value');
      await awaitDurable(client, syncedAlways, { replicas: 1, timeoutMs: 10_000 });
      await expect(awaitDurable(client, syncedAlways, { replicas: 2, timeoutMs: 50 })).rejects.toMatchObject({
        code: 'write-not-durable',
        message: 'Cannot confirm write as durable: got 1 of 2 replicas within 50 ms',
      });
    });
  });

  it('confirms nothing when the server cannot: WAITAOF without an append-only file', async () => {
    await withRedis(
      async (redis) => {
        const waiting = awaitDurable(redis.connect(), waitaof, { replicas: 0, timeoutMs: 50 });
        await expect(waiting).rejects.toMatchObject({ code: 'write-not-durable' });
      },
      { settings: { appendonly: 'no' } },
    );
  });
});

describe('writeDurably', () => {
  it('gives the reply of a write that is confirmed', async () => {
    await withReplica(async (redis) => {
      const client = redis.connect();
      const write = () => client.set(`${testPrefix()}:key`, 'value');
      const options = { durability: syncedAlways, replicas: 1, timeoutMs: 10_000 };
      expect(await writeDurably(client, write, options)).toBe('OK');
    });
  });

  it('confirms nothing over a connection that broke after the write', async () => {
    await withReplica(async (redis) => {
      const client = await connectRedis(redis.url, { role: 'worker' });
      const write = async () => {
        await client.set(`${testPrefix()}:key`, 'value');
        await redis.restart();
        await untilReplicated(client);
      };
      const options = { durability: syncedAlways, replicas: 1, timeoutMs: 10_000 };
      await expect(writeDurably(client, write, options)).rejects.toMatchObject({ code: 'write-not-durable' });
      await closeRedis(client);
    });
  });
});

type Client = ReturnType<TestRedis['connect']>;

async function withReplica(body: (redis: TestRedis) => Promise<void>): Promise<void> {
  await withRedis(
    (redis) =>
      withRedis(
        async () => {
          await untilReplicated(redis.connect());
          await body(redis);
        },
        { settings: { replicaof: `127.0.0.1 ${redis.port}` } },
      ),
    { settings: { 'repl-diskless-sync-delay': '0' } },
  );
}

/** Waits for the first write that a replica has taken. */
async function untilReplicated(client: Pick<Client, 'set' | 'wait'>): Promise<void> {
  let replicas = 0;
  while (replicas === 0) {
    await client.set('replicated', 'yes');
    replicas = await client.wait(1, 1_000);
  }
}
