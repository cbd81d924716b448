import type { CrewMember, Latency } from './ledger/crew.ts';
import { isLifted, mostCallsPerSecond } from './variable-rules.ts';

/** Whether the workers of a line have enough purchases in hand at once to reach its rate. */
export interface HandsNeeded {
  /** By Little's law: calls a second times the seconds that each of them takes. */
  readonly needed: number;
  /** Of all workers together. */
  readonly inHand: number;
  readonly workers: number;
  /** What `--concurrency` would be right for each of them. */
  readonly concurrency: number;
  readonly callsPerSecond: number;
  /** On the average of the workers. */
  readonly latency: Latency;
}

/** A queue that is just long enough runs empty whenever an answer takes longer than the average. */
const spare = 1.25;

/** Null while nobody works the line, no worker has seen enough calls, or a test has lifted the rate. */
export function handsNeeded(crew: readonly CrewMember[], setByHand: number | null): HandsNeeded | null {
  const seen = crew.flatMap(({ latency }) => latency ?? []);
  const callsPerSecond = lineRate(crew, setByHand);
  const [first] = crew;
  if (!first || seen.length === 0 || isLifted(callsPerSecond)) return null;
  const latency = {
    slotWaitMs: mean(seen.map(({ slotWaitMs }) => slotWaitMs)),
    roundTripMs: mean(seen.map(({ roundTripMs }) => roundTripMs)),
  };
  const inWayMs = latency.slotWaitMs + latency.roundTripMs;
  // A lease outlasts its answer by a second in which the next purchase cannot be sent, and which occupies no hand.
  const apartMs = first.pacing === 'strict' ? 1000 * Math.max(1, 1 / callsPerSecond) + inWayMs : 1000;
  const reachable = (callsPerSecond * 1000) / apartMs;
  const needed = Math.max(1, Math.ceil((reachable * inWayMs) / 1000));
  return {
    needed,
    inHand: crew.reduce((sum, { concurrency }) => sum + concurrency, 0),
    workers: crew.length,
    concurrency: Math.ceil((needed * spare) / crew.length),
    callsPerSecond,
    latency,
  };
}

/** What the line's calls are held to: the lowest of what was set by hand and what its workers were started with. */
export function lineRate(crew: readonly CrewMember[], setByHand: number | null): number {
  const own = crew.length === 0 ? [mostCallsPerSecond] : crew.map(({ rate }) => rate);
  return Math.min(...own, setByHand ?? Number.POSITIVE_INFINITY);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
