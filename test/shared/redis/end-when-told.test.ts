import { once } from 'node:events';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { endWhenTold } from '../../../src/shared/redis/end-when-told.ts';
import { withRedis } from '../../support/redis.ts';

/** A client that waits to connect again when its server is away. */
function clientOf(url: string): Redis {
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 60_000 });
  client.on('error', () => {});
  endWhenTold(client);
  return client;
}

describe('endWhenTold', () => {
  it('ends a client that waits to connect again, and one that was made of it', () =>
    withRedis(async (redis) => {
      const client = clientOf(redis.url);
      const twin = client.duplicate();
      twin.on('error', () => {});
      await Promise.all([client.ping(), twin.ping()]);
      const waiting = [client, twin].map((each) => once(each, 'reconnecting'));
      await redis.kill();
      await Promise.all(waiting);
      const unanswered = expect(client.get('key')).rejects.toThrow('Connection is closed');
      const ends = [client, twin].map((each) => once(each, 'end'));
      client.disconnect();
      twin.disconnect();
      await Promise.all(ends);
      await unanswered;
    }));

  it('leaves it to be connected by hand afterwards', () =>
    withRedis(async (redis) => {
      const client = clientOf(redis.url);
      await client.ping();
      const waiting = once(client, 'reconnecting');
      await redis.kill();
      await waiting;
      client.disconnect();
      await redis.restart();
      await client.connect();
      expect(await client.ping()).toBe('PONG');
      client.disconnect();
      await once(client, 'end');
    }));
});
