import type { Ledger } from '../shared/ledger/ledger.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import type { Position } from '../shared/purchase.ts';
import type { ErrorGroup } from '../shared/run.ts';
import { groupErrors } from './error-groups.ts';
import { findInDoubt } from './find-in-doubt.ts';
import { readDeeds } from './read-deeds.ts';
import type { RunStanding } from './read-standing.ts';
import { readStatusOf } from './read-status.ts';

/** A run's status with what a person asks next: which action, which errors, which rows. */
export interface RunSummary extends RunStanding {
  readonly failures: readonly ErrorGroup[];
  readonly doubts: readonly ErrorGroup[];
  /** The first purchases in doubt, in row order. */
  readonly inDoubt: readonly Position[];
}

const rowsNamed = 10;

/** Reads what the summary of a run says. */
export async function readSummary(ledger: Ledger, record: RunRecord): Promise<RunSummary> {
  const { status, counts, outlooks, waits, followUps } = await readStatusOf(ledger, record);
  const isInDoubt = counts.byState['in-doubt'] > 0;
  return {
    status,
    byLine: counts.byLine,
    outlooks,
    waits,
    followUps,
    failures: groupErrors(counts.errors.filter(({ state }) => state === 'failed')),
    doubts: groupErrors(counts.errors.filter(({ state }) => state === 'in-doubt')),
    inDoubt: isInDoubt ? await findInDoubt(ledger, record.run, rowsNamed) : [],
    deeds: await readDeeds(ledger, record),
  };
}
