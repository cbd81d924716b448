import { clockOffsetMs } from './clock-offset.ts';

/** Calls that were on their way together are refused together, though the clock is right by the second answer. */
const stragglersMs = 5_000;
/** A Date header is cut to the second, and took its time to get here. */
const headerPrecisionMs = 2_000;

/** The server's time, as far as its answers have told it. */
export interface ServerClock {
  /** What to sign with. */
  readonly nowSeconds: () => number;
  /** Corrects it by an answer's `Date`. Returns false when that was done a moment ago and did not help. */
  readonly correct: (dateHeader: string | null) => boolean;
}

/** A clock that is ours until an answer says otherwise. */
export function createServerClock(): ServerClock {
  let offsetMs = 0;
  let correctedAtMs = Number.NEGATIVE_INFINITY;
  return {
    nowSeconds: () => Math.floor((Date.now() + offsetMs) / 1000),
    correct: (dateHeader) => {
      const nowMs = Date.now();
      const foundMs = clockOffsetMs(dateHeader, nowMs);
      if (foundMs === null) return false;
      if (Math.abs(foundMs - offsetMs) < headerPrecisionMs) return nowMs - correctedAtMs < stragglersMs;
      offsetMs = foundMs;
      correctedAtMs = nowMs;
      return true;
    },
  };
}
