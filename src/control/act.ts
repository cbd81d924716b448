import { OperatorError } from '../shared/errors.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { type RunRecord, readRun } from '../shared/ledger/runs.ts';
import { readTombstone } from '../shared/ledger/tombstones.ts';

/** Whose hand it is, and why. Both are written down with what was done. */
export interface Hand {
  /** Name of the person, or of the system that acts for one. */
  readonly who: string;
  readonly why: string | null;
}

/** The run that a person named. Throws an OperatorError when there is none, which says whether there was one. */
export async function knownRun(ledger: Ledger, run: string): Promise<RunRecord> {
  const record = await readRun(ledger, run);
  if (record) return record;
  const tombstone = await readTombstone(ledger, run);
  if (tombstone) {
    const { forgottenAt, who } = tombstone;
    throw new OperatorError('unknown-run', `Cannot find run ${run} as ${who} forgot it at ${forgottenAt}`, {
      advice:
        'Where it was archived before, `tcbatch report FILE` reads the archive and `tcbatch import FILE` brings it back.',
    });
  }
  throw new OperatorError('unknown-run', `Cannot find run as no run has this id: got ${run}`, {
    advice: 'See `tcbatch runs` for the ids.',
  });
}
