import type { Phase } from '../shared/ledger/runs.ts';
import type { RunState } from '../shared/run.ts';

/** What the state of a run follows from. */
export interface RunSituation {
  readonly phase: Phase;
  /** Purchases queued or being sent. */
  readonly unsettled: number;
  /** Purchases queued whose line is held. */
  readonly queuedBehindHold: number;
}

/**
 * The state of a run. A cancelled run whose last calls are still in flight is running; a run is held as soon as one of
 * its actions waits for a person, even while others go on.
 */
export function runStateOf({ phase, unsettled, queuedBehindHold }: RunSituation): RunState {
  if (phase === 'submitting') return 'submitting';
  if (unsettled === 0) return phase === 'cancelled' ? 'cancelled' : 'finished';
  if (phase === 'paused') return 'paused';
  if (phase === 'running' && queuedBehindHold > 0) return 'held';
  return 'running';
}
