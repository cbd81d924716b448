import { describe, expect, it } from 'vitest';
import { closeRedis, connectRedis } from '../../../src/shared/redis/connect.ts';
import {
  awaitDurable,
  type Durability,
  judgeDurability,
  readDurability,
} from '../../../src/shared/redis/durability.ts';
import { readEviction } from '../../../src/shared/redis/eviction.ts';
import { writeDurably } from '../../../src/shared/redis/write-durably.ts';
import { type TestRedis, testPrefix, withRedis } from '../../support/redis.ts';

const syncedAlways: Durability = { kind: 'synced-always', reason: '' };
const waitaof: Durability = { kind: 'waitaof', reason: '' };

describe('readDurability', () => {
  it.each([
    ['synced-always', {}],
    ['none', { appendonly: 'no' }],
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
  it.each([
    ['7.0.15', true, 'always', 'synced-always'],
    ['7.0.15', true, 'everysec', 'none'],
    ['7.0.15', true, null, 'none'],
    ['7.2.0', true, 'everysec', 'waitaof'],
    ['7.2.4', true, null, 'waitaof'],
    ['8.0.1', true, 'no', 'waitaof'],
    ['8.0.1', true, 'always', 'synced-always'],
    ['8.0.1', false, 'always', 'none'],
  ])('calls Redis %s, append-only %s, appendfsync %s: %s', (version, isAppendOnly, appendFsync, kind) => {
    const judged = judgeDurability({ version, isAppendOnly, appendFsync, evictionPolicy: null });
    expect(judged.kind).toBe(kind);
    expect(judged.reason).toMatch(/\.$/);
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
