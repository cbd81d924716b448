import { setTimeout as delay } from 'node:timers/promises';
import { takeDueLooks } from '../shared/ledger/look.ts';
import { listActiveRuns } from '../shared/ledger/runs.ts';
import { lookAtRun } from './reconcile/look-at-run.ts';
import type { LookRoom } from './reconcile/room.ts';

const askEveryMs = 1000;
const questionsAtOnce = 20;
/** Longer than looking at so many takes at its pace; a looker that dies leaves them to the next after this. */
const leaseMs = 60_000;

export interface QuestionWatch {
  readonly close: () => Promise<void>;
}

/** Looks up at the provider what only it can tell, of all runs, for as long as the worker runs. */
export function watchQuestions(room: LookRoom): QuestionWatch {
  const stopping = new AbortController();
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await lookAtAll(room).catch((error) => room.log.warn({ err: error }, 'Cannot look at the provider'));
      await delay(askEveryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    close: () => {
      stopping.abort();
      room.provider.stop();
      return ended;
    },
  };
}

async function lookAtAll(room: LookRoom): Promise<void> {
  for (const run of await listActiveRuns(room.ledger)) {
    const due = await takeDueLooks(room.ledger, run, { limit: questionsAtOnce, leaseMs });
    await lookAtRun(room, run, due);
  }
}
