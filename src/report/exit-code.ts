import type { RunStatus } from '../shared/run.ts';

/** 0: every purchase succeeded or was skipped; 3: some were not bought; 4: some are in doubt; 5: it waits for a person. */
export type RunExitCode = 0 | 3 | 4 | 5;

/** The exit code that says how a run stands; where several hold, the one that most needs a person. */
export function exitCodeFor({ state, counts, followUps }: RunStatus): RunExitCode {
  if (state === 'held' || state === 'paused') return 5;
  const all = followUps === undefined ? [counts] : [counts, followUps.counts];
  if (all.some((each) => each['in-doubt'] > 0)) return 4;
  // What is still queued or being sent is not bought either, and 0 must never say that it is.
  return all.some((each) => each.failed + each.cancelled + each.queued + each.sending > 0) ? 3 : 0;
}
