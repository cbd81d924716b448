import { checkFence } from '../../shared/ledger/fence.ts';
import { listActiveRuns } from '../../shared/ledger/runs.ts';
import { type Repetition, repeatUntilStopped } from '../../shared/repeat-until-stopped.ts';
import type { RecentWrites } from '../recent-writes.ts';
import type { LookRoom } from '../reconcile/room.ts';
import { type FencedRun, mendRuns } from './mend-runs.ts';

const lookEveryMs = 1000;

/**
 * Looks after runs whose server took another's place: writes again what this process had written of them, and lets
 * them go on once what they may lack is looked up. Every worker does so; until then the ledger opens no attempt.
 */
export function watchFences(room: LookRoom, recent: RecentWrites): Repetition {
  const seen = new Map<string, string>();
  return repeatUntilStopped(
    async (stopping) => mendRuns(room, await lookAtAll(room, recent, seen), stopping),
    {
      everyMs: lookEveryMs,
      onError: (error) => room.log.warn({ err: error }, 'Cannot look after fenced runs'),
    },
  );
}

/** `seen` is, by run, the server on which this process has all that it wrote. Returns the runs that are fenced. */
async function lookAtAll(
  room: LookRoom,
  recent: RecentWrites,
  seen: Map<string, string>,
): Promise<FencedRun[]> {
  const fenced: FencedRun[] = [];
  const active = new Set(await listActiveRuns(room.ledger));
  for (const run of seen.keys()) if (!active.has(run)) seen.delete(run);
  for (const run of active) {
    const { server, wholeness } = await checkFence(room.ledger, run);
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
