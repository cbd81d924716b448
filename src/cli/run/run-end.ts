import type { Counts, RunCounts } from '../../shared/ledger/read-counts.ts';
import { shownLineName } from '../../shared/line.ts';
import type { RunStatus } from '../../shared/run.ts';

/**
 * What `run` waits for.
 * - `working`: something is still queued or being sent, and nobody stops it
 * - `looking`: nothing is left but purchases in doubt, which workers look up
 * - `over`: everything is settled, or what is not waits for a person
 */
export type Stage = 'working' | 'looking' | 'over';

/** How far a run is, from its status and its counts by line. */
export function stageOf(
  { state, counts, held }: Pick<RunStatus, 'state' | 'counts' | 'held'>,
  { byLine }: Pick<RunCounts, 'byLine'>,
): Stage {
  if (counts.sending > 0 || state === 'submitting') return 'working';
  if (state === 'paused') return 'over';
  const heldLines = new Set(held.map(shownLineName));
  const waiting = Array.from(byLine).filter(([, { queued }]) => queued > 0);
  if (waiting.some(([line]) => !heldLines.has(line))) return 'working';
  if (waiting.length > 0) return 'over';
  return isInDoubt(counts) ? 'looking' : 'over';
}

function isInDoubt(counts: Counts): boolean {
  return counts['in-doubt'] > 0;
}
