/** Time as a room needs it, passed in so that a test can hold it still. */
export interface Clock {
  /** Milliseconds since 1970, as the wall clock has it. */
  readonly nowMs: () => number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };
