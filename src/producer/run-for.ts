import type { Ledger } from '../shared/ledger/ledger.ts';
import { type RunRecord, readRun, runIdFor, timesSubmitted } from '../shared/ledger/runs.ts';
import { readTombstone } from '../shared/ledger/tombstones.ts';

/** The run that a manifest would become. */
export interface ManifestRun {
  readonly run: string;
  /** It was submitted before: nothing would be bought again. */
  readonly existing: boolean;
  /** When it was forgotten; null where it was not. ISO 8601 UTC. */
  readonly forgottenAt: string | null;
  /** How many times the manifest was bought by then, this one included. */
  readonly number: number;
  /** The last run of the same manifest, where this one would be bought beside it before it is finished. */
  readonly besideRun: string | null;
}

/** Finds the run that a manifest would become. One whose submission was cut short is not bought again, but finished. */
export async function runFor(ledger: Ledger, manifestHash: string, again: boolean): Promise<ManifestRun> {
  const known = await timesSubmitted(ledger, manifestHash);
  const last = await lastRun(ledger, manifestHash, known);
  if (last === null) return newRun(manifestHash, Math.max(1, known), null);
  const { number, run, record, forgottenAt } = last;
  const isToBeFinished = record !== null && (record.phase === 'submitting' || isCutShort(record));
  if (again && !isToBeFinished) {
    const isUnfinished = record !== null && record.finishedAtMs === null;
    return newRun(manifestHash, Math.max(known, number + 1), isUnfinished ? run : null);
  }
  return { run, existing: record?.phase !== 'submitting', forgottenAt, number, besideRun: null };
}

function newRun(manifestHash: string, number: number, besideRun: string | null): ManifestRun {
  return { run: runIdFor(manifestHash, number), existing: false, forgottenAt: null, number, besideRun };
}

interface LastRun {
  readonly number: number;
  readonly run: string;
  /** Null for one that was forgotten. */
  readonly record: RunRecord | null;
  readonly forgottenAt: string | null;
}

/** The newest run that came to be: of a number that was claimed, a submission may have been given up. */
async function lastRun(ledger: Ledger, manifestHash: string, known: number): Promise<LastRun | null> {
  for (let number = known; number > 0; number -= 1) {
    const run = runIdFor(manifestHash, number);
    const record = await readRun(ledger, run);
    if (record) return { number, run, record, forgottenAt: null };
    const tombstone = await readTombstone(ledger, run);
    if (tombstone) return { number, run, record: null, forgottenAt: tombstone.forgottenAt };
  }
  return null;
}

/** Whoever submitted it was not told so yet: their next try means the same purchases, not as many once more. */
function isCutShort({ phase, isEnqueued, finishedAtMs }: RunRecord): boolean {
  return phase === 'running' && !isEnqueued && finishedAtMs === null;
}
