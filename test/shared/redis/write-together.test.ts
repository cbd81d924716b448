import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  beforeNextWrite,
  type WriteTogetherOptions,
  writeNow,
  writeTogether,
} from '../../../src/shared/redis/write-together.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;
let control: Redis;
beforeAll(async () => {
  redis = await startTestRedis();
  control = redis.connect();
});
afterAll(() => redis.stop());

/** A client, and what its writes look like to a server: one piece each. */
async function watchedClient(options: WriteTogetherOptions = {}) {
  const pieces: string[] = [];
  const servers: Socket[] = [];
  const proxy = createServer((client) => {
    const server = connect(redis.port, '127.0.0.1');
    client.on('data', (piece) => pieces.push(String(piece)));
    client.pipe(server).pipe(client);
    servers.push(server);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const client = new Redis({ port, host: '127.0.0.1', noDelay: true });
  writeTogether(client, options);
  await once(client, 'ready');
  pieces.length = 0;
  const close = async () => {
    client.disconnect();
    proxy.close();
    await once(proxy, 'close');
  };
  const replies = { pause: () => servers.at(-1)?.pause(), resume: () => servers.at(-1)?.resume() };
  return { client, pieces, replies, close };
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

  test('holds back what comes up while a write is not answered, and then writes it at once', async () => {
    const { client, pieces, replies, close } = await watchedClient({ holdBackMs: 60_000 });
    replies.pause();
    const first = client.incr('held');
    await nextTurn();
    const second = client.incr('held');
    await nextTurn();
    const third = client.incr('held');
    await nextTurn();
    replies.resume();
    expect(await Promise.all([first, second, third])).toEqual([1, 2, 3]);
    expect(pieces.map((piece) => piece.split('incr').length - 1)).toEqual([1, 2]);
    await close();
  });

  test('holds nothing back for longer than it is told', async () => {
    const { client, replies, close } = await watchedClient({ holdBackMs: 1 });
    replies.pause();
    const all = [client.incr('patient')];
    await nextTurn();
    all.push(client.incr('patient'));
    await vi.waitFor(async () => expect(await control.get('patient')).toBe('2'));
    replies.resume();
    expect(await Promise.all(all)).toEqual([1, 2]);
    await close();
  });

  test('does not wait for the end of a turn that brings more than enough', async () => {
    const { client, close } = await watchedClient({ enough: 3 });
    const many = [client.incr('many'), client.incr('many')];
    expect(client.stream.writableLength).toBeGreaterThan(0);
    many.push(client.incr('many'));
    expect(client.stream.writableLength).toBe(0);
    many.push(client.incr('many'));
    expect(client.stream.writableLength).toBeGreaterThan(0);
    expect(await Promise.all(many)).toEqual(many.map((_reply, i) => i + 1));
    await close();
  });

  test('writes what was given so far when it is told to', async () => {
    const { client, close } = await watchedClient();
    const replies = [client.incr('told')];
    expect(client.stream.writableLength).toBeGreaterThan(0);
    writeNow(client);
    expect(client.stream.writableLength).toBe(0);
    replies.push(client.incr('told'));
    expect(await Promise.all(replies)).toEqual([1, 2]);
    await close();
  });

  test('has asked what is asked before the next write go with it', async () => {
    const { client, pieces, close } = await watchedClient();
    const asked = new Promise((resolve) => beforeNextWrite(client, () => resolve(client.get('asked'))));
    expect(await Promise.all([client.set('asked', 'yes'), asked])).toEqual(['OK', 'yes']);
    expect(pieces).toHaveLength(1);
    await close();
  });
});
