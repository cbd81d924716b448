/** A look at the clock of Redis: what it showed at some moment between our asking and its answer. */
export interface ClockReading {
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  readonly redisMs: number;
}

export interface RedisClock {
  readonly note: (reading: ClockReading) => void;
  /** The moment of our own clock at which the clock of Redis shows, or showed, so much. To be asked after a `note`. */
  readonly toOwnMs: (redisMs: number) => number;
}

/** Enough that one of them was answered promptly, few enough that clocks do not drift apart meanwhile. */
const readingsKept = 16;

/**
 * Translates times of Redis into our own. The promptest of the last answers counts: a process that stalled before it
 * read an answer, or a disk that took its time, would move a moment by half of the delay.
 */
export function createRedisClock(): RedisClock {
  let readings: readonly ClockReading[] = [];
  const bestOffsetMs = () =>
    offsetOf(readings.reduce((best, next) => (delayOf(next) < delayOf(best) ? next : best)));
  return {
    note: (reading) => {
      // What cannot be true of this reading is of a time before somebody set the clock.
      const isSameClock = readings.length === 0 || allows(reading, bestOffsetMs());
      readings = [...(isSameClock ? readings : []), reading].slice(-readingsKept);
    },
    toOwnMs: (redisMs) => redisMs + bestOffsetMs(),
  };
}

function delayOf({ askedAtMs, answeredAtMs }: ClockReading): number {
  return answeredAtMs - askedAtMs;
}

/** Right by half of the delay at least. */
function offsetOf({ askedAtMs, answeredAtMs, redisMs }: ClockReading): number {
  return (askedAtMs + answeredAtMs) / 2 - redisMs;
}

/** The clocks may have drifted, by far less than a millisecond. */
function allows({ askedAtMs, answeredAtMs, redisMs }: ClockReading, offsetMs: number): boolean {
  return offsetMs >= askedAtMs - redisMs - 1 && offsetMs <= answeredAtMs - redisMs + 1;
}
