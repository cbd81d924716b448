import { setTimeout as delay } from 'node:timers/promises';
import { checkFence } from '../shared/ledger/fence.ts';
import { listActiveRuns } from '../shared/ledger/runs.ts';
import { type FencedRun, mendRuns } from './mend-runs.ts';
import type { RecentWrites } from './recent-writes.ts';
import type { LookRoom } from './reconcile/room.ts';

const lookEveryMs = 1000;

export interface FenceWatch {
  readonly close: () => Promise<void>;
}

/**
 * Looks after runs whose server took another's place: writes again what this process had written of them, and lets
 * them go on once what they may lack is looked up. Every worker does so; until then the ledger opens no attempt.
 */
export function watchFences(room: LookRoom, recent: RecentWrites): FenceWatch {
  const stopping = new AbortController();
  const seen = new Map<string, string>();
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await lookAtAll(room, recent, seen)
        .then((fenced) => mendRuns(room, fenced, stopping.signal))
        .catch((error) => room.log.warn({ err: error }, 'Cannot look after fenced runs'));
      await delay(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    close: () => {
      stopping.abort();
      return ended;
    },
  };
}

/** `seen` is, by run, the server on which this process has all that it wrote. Returns the runs that are fenced. */
async function lookAtAll(
  room: LookRoom,
  recent: RecentWrites,
  seen: Map<string, string>,
): Promise<FencedRun[]> {
  const fenced: FencedRun[] = [];
  for (const run of await listActiveRuns(room.ledger)) {
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
