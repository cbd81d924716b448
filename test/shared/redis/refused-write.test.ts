import { describe, expect, test } from 'vitest';
import { refusedWrite } from '../../../src/shared/redis/refused-write.ts';
import { testPrefix, withRedis } from '../../support/redis.ts';

const setInScript = "return redis.call('SET', KEYS[1], '')";

describe('refusedWrite', () => {
  test.each([
    ['memory is full', ['CONFIG', 'SET', 'maxmemory', '1']],
    ['is a replica', ['REPLICAOF', '127.0.0.1', '1']],
    ['misses the replicas', ['CONFIG', 'SET', 'min-replicas-to-write', '1']],
    ['user may not write', ['ACL', 'SETUSER', 'default', '-@write']],
  ])('says what to do where Redis takes no writes: %s', (advice, [command = '', ...values]) =>
    withRedis(async (redis) => {
      const client = redis.connect();
      const key = testPrefix();
      await client.call(command, ...values);
      for (const write of [() => client.set(key, ''), () => client.eval(setInScript, 1, key)]) {
        const error: unknown = await write().catch((reason: unknown) => reason);
        expect(refusedWrite(error)).toMatchObject({
          code: 'redis-refuses-writes',
          advice: expect.stringContaining(advice),
        });
      }
    }),
  );

  test('leaves every other error to be a bug', async () => {
    await withRedis(async (redis) => {
      const error: unknown = await redis
        .connect()
        .call('NOSUCH')
        .catch((reason: unknown) => reason);
      expect(refusedWrite(error)).toBeNull();
      expect(refusedWrite(new Error('READONLY'))).toBeNull();
    });
  });
});
