import { expect, it } from 'vitest';
import { mayStillArrive } from '../../src/worker/reconcile/may-still-arrive.ts';

it.each([
  [{ isProxied: true }, 0, true],
  [{ isProxied: true }, 300_000, true],
  [{ isProxied: true }, 360_000, false],
  [{ isProxied: false }, 0, false],
])('mayStillArrive takes %j, given up %i ms after it was sent, for: %s', (way, ageMs, expected) => {
  expect(mayStillArrive(ageMs, way)).toBe(expected);
});
