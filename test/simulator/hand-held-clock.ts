import type { Clock } from '../../src/shared/clock.ts';

/** A clock that stands still until a test moves it. */
export interface HandHeldClock extends Clock {
  readonly advanceMs: (ms: number) => void;
}

export function handHeldClock(startMs = Date.now()): HandHeldClock {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    advanceMs: (ms) => {
      nowMs += ms;
    },
  };
}
