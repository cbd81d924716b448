import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperatorError } from '../../../src/shared/errors.ts';
import { closeRedis, connectRedis } from '../../../src/shared/redis/connect.ts';
import { awaitDurable, readDurability } from '../../../src/shared/redis/durability.ts';
import { startTestRedis, type TestRedis, testPrefix, withRedis } from '../../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

describe('connectRedis', () => {
  it('reaches a server by URL and by socket path', async () => {
    const key = `${testPrefix()}:key`;
    const byUrl = await connectRedis(redis.url, { role: 'command' });
    const bySocket = await connectRedis(redis.socketPath, { role: 'worker' });
    await byUrl.set(key, 'seen');
    expect(await bySocket.get(key)).toBe('seen');
    await Promise.all([closeRedis(byUrl), closeRedis(bySocket)]);
  });

  it('selects the database that the URL names', async () => {
    const key = `${testPrefix()}:key`;
    const third = await connectRedis(`${redis.url}/3`, { role: 'command' });
    const first = await connectRedis(redis.url, { role: 'command' });
    await third.set(key, 'hidden');
    expect(await first.get(key)).toBeNull();
    await Promise.all([closeRedis(third), closeRedis(first)]);
  });

  it('names host and port of a server that is not there, and no password', async () => {
    const refused = await rejectionOf(connectRedis('redis://user:canary@127.0.0.1:1', { role: 'command' }));
    expect(refused.code).toBe('redis-unreachable');
    expect(refused.message).toContain('127.0.0.1:1');
    expect(inspect(refused, { depth: 9 })).not.toContain('canary');
  });

  it('says redis-unreachable of a socket, a name, sentinels and a cluster that are not there', async () => {
    const addresses = [
      '/nowhere/redis.sock',
      'redis://no-such-host.invalid',
      'redis+sentinel://127.0.0.1:1/main',
      'redis://127.0.0.1:1,redis://127.0.0.1:2',
    ];
    const errors = await Promise.all(
      addresses.map((address) => rejectionOf(connectRedis(address, { role: 'command' }))),
    );
    expect(errors.map(({ code }) => code)).toEqual(addresses.map(() => 'redis-unreachable'));
  });

  it('says redis-refused of a wrong or missing password at once', async () => {
    await withRedis(
      async ({ url }) => {
        const wrong = await rejectionOf(connectRedis(url.replace('//', '//:canary@'), { role: 'command' }));
        const missing = await rejectionOf(connectRedis(url, { role: 'command' }));
        expect([wrong.code, missing.code]).toEqual(['redis-refused', 'redis-refused']);
        expect(inspect(wrong, { depth: 9 })).not.toContain('canary');
        const right = await connectRedis(url.replace('//', '//:open%20sesame@'), { role: 'command' });
        expect(await right.ping()).toBe('PONG');
        await closeRedis(right);
      },
      { settings: { requirepass: 'open sesame' } },
    );
  });

  it('reaches a cluster, and its writes can be waited for', async () => {
    await withRedis(
      async ({ url, connect }) => {
        await makeCluster(connect());
        const client = await connectRedis(`${url},${url}`, { role: 'command' });
        expect(await client.set(`${testPrefix()}:key`, 'value')).toBe('OK');
        expect(await readDurability(client)).toMatchObject({ kind: 'synced-always' });
        const waiting = awaitDurable(client, await readDurability(client), { replicas: 1, timeoutMs: 50 });
        await expect(waiting).rejects.toMatchObject({ code: 'write-not-durable' });
        await closeRedis(client);
      },
      { settings: { 'cluster-enabled': 'yes', 'cluster-announce-ip': '127.0.0.1' } },
    );
  });

  it('lets a worker outlast a restart of the server', async () => {
    await withRedis(async (server) => {
      const key = `${testPrefix()}:key`;
      const client = await connectRedis(server.url, { role: 'worker' });
      await server.kill();
      const written = client.set(key, 'late');
      await server.restart();
      expect(await written).toBe('OK');
      await closeRedis(client);
    });
  });

  it('lets a command give up when the server goes away', async () => {
    await withRedis(async (server) => {
      const client = await connectRedis(server.url, { role: 'command' });
      await server.kill();
      await expect(client.ping()).rejects.toThrow();
      await closeRedis(client);
    });
  });
});

describe('closeRedis', () => {
  it('is safe to call twice', async () => {
    const client = await connectRedis(redis.url, { role: 'command' });
    await closeRedis(client);
    await closeRedis(client);
    expect(client.status).toBe('end');
  });
});

/** Gives one server all slots; it takes writes once it has seen that it is a whole cluster. */
async function makeCluster(server: ReturnType<TestRedis['connect']>): Promise<void> {
  await server.call('CLUSTER', 'ADDSLOTSRANGE', 0, 16_383);
  while (!String(await server.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
}

async function rejectionOf(promise: Promise<unknown>): Promise<OperatorError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OperatorError)) throw new Error('Cannot find an OperatorError', { cause: error });
  return error;
}
