/** Counts what happened in the second before it is asked. */
export interface LastSecond {
  readonly note: (atMs: number) => void;
  readonly count: (nowMs: number) => number;
}

/** Far more than the API grants a line; only a test that lifts the rate is counted short. */
const most = 1024;

/** Remembers the last moments in a ring, so that noting one costs a single write. */
export function createLastSecond(): LastSecond {
  const moments = new Float64Array(most).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  return {
    note: (atMs) => {
      moments[next % most] = atMs;
      next += 1;
    },
    count: (nowMs) => moments.reduce((sum, atMs) => (nowMs - atMs < 1000 ? sum + 1 : sum), 0),
  };
}
