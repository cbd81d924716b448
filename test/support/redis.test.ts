import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { testPrefix, withRedis } from './redis.ts';

describe('startTestRedis', () => {
  it('keeps every acknowledged write over a kill and a restart', async () => {
    await withRedis(async (redis) => {
      const key = `${testPrefix()}:key`;
      const client = redis.connect();
      await client.set(key, 'kept');
      const firstPid = redis.pid;
      await redis.kill();
      await redis.restart();
      expect(await client.get(key)).toBe('kept');
      expect(redis.pid).not.toBe(firstPid);
    });
  });

  it('is reachable by the same TCP address after a restart', async () => {
    await withRedis(async (redis) => {
      await redis.restart();
      const client = new Redis(redis.url);
      expect(await client.ping()).toBe('PONG');
      await client.quit();
    });
  });
});
