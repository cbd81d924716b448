import { type Learned, learnedSchema } from './learned.ts';

/** What this process wrote of its attempts of late, to be written again where a failover may have lost it. */
export interface RecentWrites {
  /** To be told of all that is written; writing it a second time does no harm. */
  readonly note: (learned: Learned) => void;
  /** Writes all of one run again, in the order in which it was noted. */
  readonly repeat: (run: string) => Promise<void>;
}

/** By run, each as JSON: what is kept is many times what is under way, and a text is nothing to the garbage collector. */
type Noted = Map<string, string[]>;

/** Minutes of a line at its limit; a server that takes another's place lacks seconds. */
const kept = 10_000;

export function createRecentWrites(write: (learned: Learned) => Promise<unknown>): RecentWrites {
  let older: Noted = new Map();
  let newer: Noted = new Map();
  let count = 0;
  return {
    note: (learned) => {
      const text = JSON.stringify(learned);
      const ofRun = newer.get(learned.run);
      if (ofRun) ofRun.push(text);
      else newer.set(learned.run, [text]);
      count += 1;
      // Two halves, of which the older one goes as a whole: nothing is moved for each that comes.
      if (count < kept / 2) return;
      older = newer;
      newer = new Map();
      count = 0;
    },
    repeat: async (run) => {
      const texts = [...(older.get(run) ?? []), ...(newer.get(run) ?? [])];
      for (const text of texts) await write(learnedSchema.parse(JSON.parse(text)));
    },
  };
}
