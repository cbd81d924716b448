import { describe, expect, it } from 'vitest';
import { runStateOf } from '../../src/report/run-state.ts';

describe('runStateOf', () => {
  it.each([
    ['submitting', 0, 0, 'submitting'],
    ['submitting', 5, 5, 'submitting'],
    ['running', 0, 0, 'finished'],
    ['running', 3, 0, 'running'],
    ['running', 3, 1, 'held'],
    ['paused', 0, 0, 'finished'],
    ['paused', 3, 1, 'paused'],
    ['cancelled', 0, 0, 'cancelled'],
    ['cancelled', 1, 0, 'running'],
    ['cancelled', 1, 1, 'running'],
  ] as const)(
    'calls a %s run with %i unsettled, %i of them held, %s',
    (phase, unsettled, queuedBehindHold, state) => {
      expect(runStateOf({ phase, unsettled, queuedBehindHold })).toBe(state);
    },
  );
});
