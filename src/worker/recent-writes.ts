import type { Learned } from './learned.ts';

/** What this process wrote of its attempts of late, to be written again where a failover may have lost it. */
export interface RecentWrites {
  /** To be told of all that is written; writing it a second time does no harm. */
  readonly note: (learned: Learned) => void;
  /** Writes all of one run again, in the order in which it was noted. */
  readonly repeat: (run: string) => Promise<void>;
}

/** By run. */
type Noted = Map<string, Learned[]>;

/** Minutes of a line at its limit; a server that takes another's place lacks seconds. */
const kept = 10_000;

export function createRecentWrites(write: (learned: Learned) => Promise<unknown>): RecentWrites {
  let older: Noted = new Map();
  let newer: Noted = new Map();
  let count = 0;
  return {
    note: (learned) => {
      const ofRun = newer.get(learned.run);
      if (ofRun) ofRun.push(learned);
      else newer.set(learned.run, [learned]);
      count += 1;
      // Two halves, of which the older one goes as a whole: nothing is moved for each that comes.
      if (count < kept / 2) return;
      older = newer;
      newer = new Map();
      count = 0;
    },
    repeat: async (run) => {
      const noted = [...(older.get(run) ?? []), ...(newer.get(run) ?? [])];
      for (const learned of noted) await write(learned);
    },
  };
}
