import { giveBackLooks, takeDueLooks } from '../../shared/ledger/look.ts';
import { readPurchase } from '../../shared/ledger/read-purchases.ts';
import { listActiveRuns } from '../../shared/ledger/runs.ts';
import type { Position } from '../../shared/purchase.ts';
import { type Repetition, repeatUntilStopped } from '../../shared/repeat-until-stopped.ts';
import { lookAtRun } from '../reconcile/look-at-run.ts';
import type { LookRooms } from '../reconcile/look-rooms.ts';
import type { LookRoom } from '../reconcile/room.ts';

const askEveryMs = 1000;
const questionsAtOnce = 20;
/** Longer than looking at so many takes at its pace; a looker that dies leaves them to the next after this. */
const leaseMs = 60_000;

/**
 * Looks up at the provider what only it can tell, of all runs, for as long as the worker runs. Each account is looked
 * for by itself: one whose provider does not answer keeps no other waiting.
 */
export function watchQuestions({ room, stop }: LookRooms): Repetition {
  const looking = new Map<string, Promise<void>>();
  const startAll = async (): Promise<void> => {
    for (const [account, questions] of await takeDue(room)) {
      const isFree = room.canLook(account) && !looking.has(account);
      if (!isFree) await giveBack(room, questions);
      else
        looking.set(
          account,
          look(room, questions).finally(() => looking.delete(account)),
        );
    }
  };
  const asking = repeatUntilStopped(startAll, {
    everyMs: askEveryMs,
    onError: (error) => warn(room, error),
    atEnd: () => Promise.all(looking.values()),
  });
  return {
    close: () => {
      stop();
      return asking.close();
    },
  };
}

/** Due questions of one run that one account can answer. */
interface Due {
  readonly run: string;
  readonly positions: Position[];
}

async function takeDue({ ledger }: LookRoom): Promise<ReadonlyMap<string, Due[]>> {
  const byAccount = new Map<string, Due[]>();
  for (const run of await listActiveRuns(ledger)) {
    const ofRun = new Map<string, Due>();
    for (const position of await takeDueLooks(ledger, run, { limit: questionsAtOnce, leaseMs })) {
      const purchase = await readPurchase(ledger, run, position);
      if (!purchase) continue;
      const due = ofRun.get(purchase.account) ?? { run, positions: [] };
      due.positions.push(position);
      ofRun.set(purchase.account, due);
    }
    for (const [account, due] of ofRun) byAccount.set(account, [...(byAccount.get(account) ?? []), due]);
  }
  return byAccount;
}

async function look(room: LookRoom, questions: readonly Due[]): Promise<void> {
  for (const { run, positions } of questions) {
    await lookAtRun(room, run, positions).catch((error) => warn(room, error));
  }
}

async function giveBack({ ledger }: LookRoom, questions: readonly Due[]): Promise<void> {
  for (const { run, positions } of questions) await giveBackLooks(ledger, run, positions);
}

function warn({ log }: LookRoom, error: unknown): void {
  log.warn({ err: error }, 'Cannot look at the provider');
}
