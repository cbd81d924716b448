import type { RunState } from '../shared/run.ts';

/** Calls a second that an action reaches at the limit of 20, as the pacer leaves a little air between them. */
const usualCallsPerSecond = 19.05;

/** What one action of a run still has to do. */
export interface ActionLoad {
  /** Purchases queued or being sent. */
  readonly unsettled: number;
  /** As measured over the last seconds; 0 when nothing was sent. */
  readonly callsPerSecond: number;
}

/**
 * Seconds until a run is finished, its actions being worked side by side: 0 when it is, null while nobody can tell, as
 * it waits for a person.
 */
export function secondsLeft(state: RunState, loads: readonly ActionLoad[]): number | null {
  switch (state) {
    case 'finished':
    case 'cancelled':
      return 0;
    case 'submitting':
    case 'paused':
    case 'held':
      return null;
    case 'running':
      return Math.ceil(Math.max(0, ...loads.map(secondsFor)));
  }
}

function secondsFor({ unsettled, callsPerSecond }: ActionLoad): number {
  return unsettled / (callsPerSecond > 0 ? callsPerSecond : usualCallsPerSecond);
}
