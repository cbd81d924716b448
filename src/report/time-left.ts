import type { Line } from '../shared/line.ts';
import type { RunState } from '../shared/run.ts';

/** What a line of a run still has to wait for. */
export interface Wait {
  readonly line: Line;
  /** Purchases queued or being sent. */
  readonly unsettled: number;
  /** Purchases of other runs that are bought before them. */
  readonly ahead: number;
  /** What the line makes. */
  readonly callsPerSecond: number;
  readonly isHeld: boolean;
}

/**
 * Seconds until a run is finished, its lines being worked side by side: 0 when it is, null while nobody can tell, as
 * it waits for a person.
 */
export function secondsLeft(state: RunState, waits: readonly Wait[]): number | null {
  switch (state) {
    case 'finished':
    case 'cancelled':
      return 0;
    case 'submitting':
    case 'paused':
    case 'held':
      return null;
    case 'running':
      return secondsOfMoving(waits);
  }
}

/** Seconds until all is done that no hold stops. What is not done takes a second at least. */
export function secondsOfMoving(waits: readonly Wait[]): number {
  const moving = waits.filter(({ isHeld, unsettled }) => !isHeld && unsettled > 0);
  const seconds = moving.map(({ ahead, unsettled, callsPerSecond }) => (ahead + unsettled) / callsPerSecond);
  return Math.max(...(moving.length > 0 ? [1] : [0]), ...seconds.map(Math.round));
}
