import { expect, test } from 'vitest';
import { createLastSecond } from '../../../src/worker/metrics/last-second.ts';

test('the last second holds what happened in it, and nothing older', () => {
  const lastSecond = createLastSecond();
  expect(lastSecond.count(5)).toBe(0);
  for (const atMs of [100, 500, 900]) lastSecond.note(atMs);
  expect(lastSecond.count(1000)).toBe(3);
  expect(lastSecond.count(1100)).toBe(2);
  expect(lastSecond.count(5000)).toBe(0);
});
