/** What this process wrote of its attempts of late, to be written again where a failover may have lost it. */
export interface RecentWrites {
  /** `write` may be done a second time without harm. */
  readonly note: (run: string, write: () => Promise<unknown>) => void;
  /** Does all of one run again, in the order in which it was done. */
  readonly repeat: (run: string) => Promise<void>;
}

interface Written {
  readonly run: string;
  readonly write: () => Promise<unknown>;
}

/** Minutes of a line at its limit; a server that takes another's place lacks seconds. */
const kept = 10_000;

export function createRecentWrites(): RecentWrites {
  let older: Written[] = [];
  let newer: Written[] = [];
  return {
    note: (run, write) => {
      newer.push({ run, write });
      // Two halves, of which the older one goes as a whole: nothing is moved for each that comes.
      if (newer.length < kept / 2) return;
      older = newer;
      newer = [];
    },
    repeat: async (run) => {
      for (const written of [...older, ...newer]) if (written.run === run) await written.write();
    },
  };
}
