import { createTrailingSecond } from './trailing-second.ts';

/** What arrived and how it was answered, for one action. */
export interface ActionTraffic {
  /** Calls that arrived, refused ones included. */
  readonly calls: number;
  /** The most calls that ever arrived in one sliding second, refused ones included. */
  readonly maxInSlidingSecond: number;
  /** Calls refused by the rate limit. */
  readonly refused: number;
  /** Answers by code; `OK` for those without an error, `fault:<kind>` for those that a fault spoilt. */
  readonly byCode: Readonly<Record<string, number>>;
}

export interface Traffic {
  /** Counts an arrival and says whether it is within the limit. */
  readonly admit: (action: string, atMs: number) => boolean;
  readonly countAnswer: (action: string, code: string) => void;
  readonly byAction: () => Record<string, ActionTraffic>;
  /** When the last calls of an action arrived, in milliseconds since 1970; at most 100,000 of them. */
  readonly arrivals: (action: string) => readonly number[];
}

/** Keeps the rate limit and the statistics. The limit holds for each action alone; calls it refused do not count against it. */
export function createTraffic(ratePerSecond: number | null): Traffic {
  const lanes = new Map<string, Lane>();

  function laneOf(action: string): Lane {
    const lane = lanes.get(action) ?? openLane();
    lanes.set(action, lane);
    return lane;
  }

  return {
    admit: (action, atMs) => {
      const lane = laneOf(action);
      countArrival(lane, atMs);
      const isWithin = ratePerSecond === null || lane.admitted.countAt(atMs) < ratePerSecond;
      if (isWithin) lane.admitted.add(atMs);
      else lane.refused += 1;
      return isWithin;
    },
    countAnswer: (action, code) => {
      const { byCode } = laneOf(action);
      byCode.set(code, (byCode.get(code) ?? 0) + 1);
    },
    byAction: () => Object.fromEntries([...lanes].map(([action, lane]) => [action, describe(lane)])),
    arrivals: (action) => lanes.get(action)?.times ?? [],
  };
}

interface Lane {
  readonly arrived: ReturnType<typeof createTrailingSecond>;
  readonly admitted: ReturnType<typeof createTrailingSecond>;
  readonly byCode: Map<string, number>;
  times: number[];
  calls: number;
  refused: number;
  maxInSlidingSecond: number;
}

function openLane(): Lane {
  return {
    arrived: createTrailingSecond(),
    admitted: createTrailingSecond(),
    byCode: new Map(),
    times: [],
    calls: 0,
    refused: 0,
    maxInSlidingSecond: 0,
  };
}

const maxTimes = 100_000;

function countArrival(lane: Lane, atMs: number): void {
  lane.calls += 1;
  lane.arrived.add(atMs);
  lane.maxInSlidingSecond = Math.max(lane.maxInSlidingSecond, lane.arrived.countAt(atMs));
  lane.times.push(atMs);
  // Cut only when half is too old, so that a long run does not copy the list at every call.
  if (lane.times.length >= 2 * maxTimes) lane.times = lane.times.slice(-maxTimes);
}

function describe(lane: Lane): ActionTraffic {
  const { calls, maxInSlidingSecond, refused, byCode } = lane;
  return { calls, maxInSlidingSecond, refused, byCode: Object.fromEntries(byCode) };
}
