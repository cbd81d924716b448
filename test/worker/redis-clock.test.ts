import { describe, expect, test } from 'vitest';
import { createRedisClock } from '../../src/worker/redis-clock.ts';

describe('the clock of Redis', () => {
  test('is taken to have shown its time half way between question and answer', () => {
    const clock = createRedisClock();
    clock.note({ askedAtMs: 100, answeredAtMs: 104, redisMs: 5002 });
    expect(clock.toOwnMs(5012)).toBe(112);
  });

  test('is not moved by an answer that was read late', () => {
    const clock = createRedisClock();
    clock.note({ askedAtMs: 100, answeredAtMs: 102, redisMs: 5001 });
    clock.note({ askedAtMs: 200, answeredAtMs: 500, redisMs: 5101 });
    expect(clock.toOwnMs(5151)).toBe(251);
  });

  test('is read anew when somebody has set it', () => {
    const clock = createRedisClock();
    clock.note({ askedAtMs: 100, answeredAtMs: 102, redisMs: 5001 });
    clock.note({ askedAtMs: 200, answeredAtMs: 204, redisMs: 9000 });
    expect(clock.toOwnMs(9010)).toBe(212);
  });

  test('forgets old answers, however prompt they were', () => {
    const clock = createRedisClock();
    clock.note({ askedAtMs: 0, answeredAtMs: 2, redisMs: 1000 });
    for (let at = 100; at <= 1600; at += 100) {
      clock.note({ askedAtMs: at, answeredAtMs: at + 4, redisMs: 1000 + at });
    }
    expect(clock.toOwnMs(3000)).toBe(2002);
  });
});
