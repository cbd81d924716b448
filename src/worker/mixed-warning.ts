import { performance } from 'node:perf_hooks';
import type { CrewMember } from '../shared/ledger/crew.ts';
import type { Log } from '../shared/log.ts';

/** A change of all workers is over by then; what lasts is a mistake that somebody should hear of again. */
const tellEveryMs = 600_000;

/** Tells, each time that it is called but not more often than people read, that workers of a line differ in their pacing. */
export function createMixedWarning(
  log: Log,
  pacing: CrewMember['pacing'],
  nowMs: () => number = () => performance.now(),
): () => void {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (nowMs() - toldAtMs < tellEveryMs) return;
    toldAtMs = nowMs();
    const advice =
      'Every worker of a line must have the same TCBATCH_PACING. Those with strict go first; after a change it takes until the last calls have had their answers.';
    log.warn({ pacing, advice }, 'Sending nothing beside calls of another pacing');
  };
}
