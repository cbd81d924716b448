/** What is known of a line when a worker is asked for its health. */
export interface LineSight {
  /** Jobs that wait in the queue for any worker. */
  readonly waiting: number;
  /** Purchases that this worker has in hand. */
  readonly inHand: number;
  readonly isHeld: boolean;
  /** How long progress has been due, since the last there was. */
  readonly quietMs: number;
  /** Calls a second of all workers together, and how many they are. */
  readonly callsPerSecond: number;
  readonly workers: number;
  readonly callTimeoutMs: number;
}

/** Long enough for a restart of Redis and a pause of the provider. */
const leastPatienceMs = 60_000;
/** Slots go to whoever asks first, so a worker among many may miss its turn a few times. */
const turnsMissed = 10;
/** From the intent to the record, beside the call itself; and once more, as an attempt may be given up and repeated. */
const callsMissed = 2;

/** Whether progress can be expected of a line: there is something to do, and nobody stopped it. */
export function isProgressDue({ waiting, inHand, isHeld }: LineSight): boolean {
  return !isHeld && waiting + inHand > 0;
}

/** How long a line may be quiet before something is wrong with its worker, and not with its luck. */
function patienceMs({ callsPerSecond, workers, callTimeoutMs }: LineSight): number {
  const turnMs = (1000 / callsPerSecond) * Math.max(1, workers);
  return Math.max(leastPatienceMs, callTimeoutMs * callsMissed, turnMs * turnsMissed);
}

/**
 * How a worker gets on with a line.
 * - `stuck`: it has something to do and does not do it
 * - `lost`: for so long that only another start may help
 */
export type Progress = 'fine' | 'stuck' | 'lost';

/** Beyond the patience: what mends itself has had the time to. */
const lostAfterMs = 240_000;

/** Judges how a worker gets on with a line. */
export function judgeProgress(sight: LineSight): Progress {
  const overMs = sight.quietMs - patienceMs(sight);
  if (!isProgressDue(sight) || overMs <= 0) return 'fine';
  return overMs > lostAfterMs ? 'lost' : 'stuck';
}
