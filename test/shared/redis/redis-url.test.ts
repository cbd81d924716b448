import { describe, expect, it } from 'vitest';
import { nameRedis, parseRedisUrl } from '../../../src/shared/redis/redis-url.ts';

const nobody = { username: null, password: null };

describe('parseRedisUrl', () => {
  it.each([
    ['/run/redis.sock', { kind: 'socket', path: '/run/redis.sock' }],
    ['redis://one', { kind: 'single', ...nobody, host: { host: 'one', port: 6379 }, isTls: false, db: 0 }],
    [
      'rediss://ann:a%40b:c@one:1/2',
      {
        kind: 'single',
        username: 'ann',
        password: 'a@b:c',
        host: { host: 'one', port: 1 },
        isTls: true,
        db: 2,
      },
    ],
    [
      'redis+sentinel://:word@one,two:2/main/3',
      {
        kind: 'sentinel',
        username: null,
        password: 'word',
        sentinels: [
          { host: 'one', port: 26379 },
          { host: 'two', port: 2 },
        ],
        name: 'main',
        db: 3,
      },
    ],
    [
      'redis://:a,b@one,redis://[::1]:2',
      {
        kind: 'cluster',
        username: null,
        password: 'a,b',
        isTls: false,
        nodes: [
          { host: 'one', port: 6379 },
          { host: '::1', port: 2 },
        ],
      },
    ],
  ])('reads %s', (text, target) => {
    expect(parseRedisUrl(text)).toEqual(target);
  });

  it.each(['', 'one:6379', 'redis://', 'redis://a b', 'redis://one/x', 'redis://one?db=1', 'redis://one,'])(
    'finds no Redis in "%s"',
    (text) => {
      expect(parseRedisUrl(text)).toBeNull();
    },
  );
});

describe('nameRedis', () => {
  it('names hosts and ports and no login', () => {
    const target = parseRedisUrl('redis://ann:canary@one,redis://[::1]:2');
    expect(target && nameRedis(target)).toBe('one:6379, [::1]:2');
  });
});
