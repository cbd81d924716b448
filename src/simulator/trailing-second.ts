/** How many events lie in the second that ends now. */
export interface TrailingSecond {
  readonly countAt: (nowMs: number) => number;
  readonly add: (atMs: number) => void;
}

/** A sliding window of 1,000 ms: an event leaves it exactly 1,000 ms after it came. Times must not run backwards. */
export function createTrailingSecond(): TrailingSecond {
  let times: number[] = [];
  let first = 0;

  function forgetBefore(nowMs: number): void {
    while (first < times.length && (times[first] ?? 0) <= nowMs - 1000) first += 1;
    // Cutting the array at every event would copy it each time; seldom and in one piece is cheap.
    if (first > 4096) {
      times = times.slice(first);
      first = 0;
    }
  }

  return {
    countAt: (nowMs) => {
      forgetBefore(nowMs);
      return times.length - first;
    },
    add: (atMs) => {
      times.push(atMs);
    },
  };
}
