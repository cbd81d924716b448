import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { Line } from '../../shared/line.ts';
import type { Log } from '../../shared/log.ts';
import { watchBalances } from '../balance/watch-balances.ts';
import type { RecentWrites } from '../recent-writes.ts';
import type { LookRooms } from '../reconcile/look-rooms.ts';
import { watchFences } from './watch-fences.ts';
import { watchQuestions } from './watch-questions.ts';
import { watchRuns } from './watch-runs.ts';
import { watchSchedule } from './watch-schedule.ts';

export interface WatchOptions {
  readonly ledger: Ledger;
  readonly lines: readonly Line[];
  readonly rooms: LookRooms;
  /** What this process wrote lately. */
  readonly recent: RecentWrites;
  /** How many replicas its intents wait for. */
  readonly replicas: number;
  readonly log: Log;
}

export interface Watches {
  /** Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** Starts all that a worker looks after beside its deliveries; other workers do the same at the same time. */
export function startWatches({ ledger, lines, rooms, recent, replicas, log }: WatchOptions): Watches {
  const watches = [
    watchRuns(ledger, lines, log),
    watchSchedule(ledger, log),
    watchQuestions(rooms),
    watchFences(rooms.room, { recent, replicas }),
    watchBalances(rooms.room, lines),
  ];
  return {
    close: async () => {
      await Promise.all(watches.map((watch) => watch.close()));
    },
  };
}
