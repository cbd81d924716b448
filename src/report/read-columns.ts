import type { Ledger } from '../shared/ledger/ledger.ts';
import { hasRowCounts, readPurchaseBatches } from '../shared/ledger/read-purchases.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';

/** What must be known of a whole run before the first line of a table of it can be written. */
export interface RunColumns {
  /** Names of the notes that any row has, with their `#`, in the order met. */
  readonly noteNames: readonly string[];
  /** Whether any row has a Count above 1. */
  readonly hasCount: boolean;
}

/** Reads which columns a run needs. One that is still being submitted is read through for it. */
export async function readColumns(ledger: Ledger, { run, noteNames }: RunRecord): Promise<RunColumns> {
  return {
    noteNames: noteNames ?? (await namesOfNotes(ledger, run)),
    hasCount: await hasRowCounts(ledger, run),
  };
}

async function namesOfNotes(ledger: Ledger, run: string): Promise<string[]> {
  const names = new Set<string>();
  for await (const batch of readPurchaseBatches(ledger, run)) {
    for (const { notes } of batch) {
      for (const name of Object.keys(notes)) names.add(name);
    }
  }
  return [...names];
}
