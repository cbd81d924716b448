import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTogether } from '../../../src/shared/redis/write-together.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** A client, and what its writes look like to a server: one piece each. */
async function watchedClient() {
  const pieces: string[] = [];
  const proxy = createServer((client) => {
    const server = connect(redis.port, '127.0.0.1');
    client.on('data', (piece) => pieces.push(String(piece)));
    client.pipe(server).pipe(client);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const client = new Redis({ port, host: '127.0.0.1', noDelay: true });
  writeTogether(client);
  await once(client, 'ready');
  pieces.length = 0;
  const close = async () => {
    client.disconnect();
    proxy.close();
    await once(proxy, 'close');
  };
  return { client, pieces, close };
}

describe('writeTogether', () => {
  test('writes the commands of one turn at once, in their order', async () => {
    const { client, pieces, close } = await watchedClient();
    const replies = await Promise.all([client.incr('n'), client.incr('n'), client.get('n')]);
    expect(replies).toEqual([1, 2, '2']);
    expect(pieces).toHaveLength(1);
    await close();
  });

  test('goes on with the connection that is made after one was lost', async () => {
    const { client, close } = await watchedClient();
    const lost = once(client, 'close');
    const underWay = client.incr('lost');
    client.disconnect(true);
    await Promise.all([lost, underWay.catch(() => {})]);
    expect(await Promise.all([client.set('after', '1'), client.get('after')])).toEqual(['OK', '1']);
    await close();
  });
});
