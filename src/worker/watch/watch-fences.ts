import { companionOf } from '../../shared/follow-ups/companion.ts';
import { checkFence } from '../../shared/ledger/fence.ts';
import { listActiveRuns } from '../../shared/ledger/runs.ts';
import { type Repetition, repeatUntilStopped } from '../../shared/repeat-until-stopped.ts';
import type { RecentWrites } from '../recent-writes.ts';
import type { LookRoom } from '../reconcile/room.ts';
import { type FencedRun, mendRuns } from './mend-runs.ts';

const lookEveryMs = 1000;

export interface FenceWatch {
  /** What this process wrote lately. */
  readonly recent: RecentWrites;
  /** How many replicas its intents wait for. */
  readonly replicas: number;
}

/**
 * Looks after runs whose server took another's place: writes again what this process had written of them, and lets
 * them go on once what they may lack is looked up. Every worker does so; until then the ledger opens no attempt. Of
 * the other runs it has the ledger note what the intents wait for, before the first is written.
 */
export function watchFences(room: LookRoom, watch: FenceWatch): Repetition {
  const seen = new Map<string, string>();
  return repeatUntilStopped(
    async (stopping) => mendRuns(room, await lookAtAll(room, watch, seen), stopping),
    {
      everyMs: lookEveryMs,
      onError: (error) => room.log.warn({ err: error }, 'Cannot look after fenced runs'),
    },
  );
}

/** `seen` is, by run, the server on which this process has all that it wrote. Returns the runs that are fenced. */
async function lookAtAll(
  room: LookRoom,
  { recent, replicas }: FenceWatch,
  seen: Map<string, string>,
): Promise<FencedRun[]> {
  const fenced: FencedRun[] = [];
  // What follows their purchases may become active at any moment, and its terms are to be known by then.
  const active = new Set((await listActiveRuns(room.ledger)).flatMap((run) => [run, companionOf(run)]));
  for (const run of seen.keys()) if (!active.has(run)) seen.delete(run);
  for (const run of active) {
    const { server, wholeness } = await checkFence(room.ledger, run, { replicas });
    if (seen.get(run) !== server) {
      if (wholeness !== 'whole') {
        room.log.warn({ run, wholeness }, 'Redis failed over, nothing of the run is sent before a look');
      }
      await recent.repeat(run);
      seen.set(run, server);
    }
    if (wholeness !== 'whole') fenced.push({ run, server });
  }
  return fenced;
}
