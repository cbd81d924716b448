import type { FollowUpReading } from '../../report/read-follow-ups.ts';
import type { RunCounts } from '../../shared/ledger/read-counts.ts';
import { shownLineName } from '../../shared/line.ts';
import type { RunStatus } from '../../shared/run.ts';

/**
 * What `run` waits for.
 * - `working`: something is still queued or being sent, and nobody stops it
 * - `looking`: nothing is left but purchases in doubt, which workers look up
 * - `over`: everything is settled, or what is not waits for a person
 */
export type Stage = 'working' | 'looking' | 'over';

/** How far a run is, from its status and its counts by line; what follows its purchases belongs to it. */
export function stageOf(
  { state, counts, held }: Pick<RunStatus, 'state' | 'counts' | 'held'>,
  { byLine }: Pick<RunCounts, 'byLine'>,
  followUps: Pick<FollowUpReading, 'counts' | 'hasQuestions'> | null = null,
): Stage {
  const next = followUps?.counts ?? null;
  if (counts.sending + (next?.byState.sending ?? 0) > 0 || state === 'submitting') return 'working';
  if (state === 'paused') return 'over';
  const heldLines = new Set(held.map(shownLineName));
  const waiting = [...byLine, ...(next?.byLine ?? [])].filter(([, { queued }]) => queued > 0);
  if (waiting.some(([line]) => !heldLines.has(line))) return 'working';
  if (waiting.length > 0) return 'over';
  return counts['in-doubt'] > 0 || followUps?.hasQuestions ? 'looking' : 'over';
}
