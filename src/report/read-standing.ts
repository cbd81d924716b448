import type { AuditEntry } from '../shared/ledger/audit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Counts } from '../shared/ledger/read-counts.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import type { RunStatus } from '../shared/run.ts';
import { readDeeds } from './read-deeds.ts';
import type { FollowUpReading } from './read-follow-ups.ts';
import type { LineOutlook } from './read-line-outlook.ts';
import { readStatusOf } from './read-status.ts';
import type { Wait } from './time-left.ts';

/** Where a run stands, and what people did to it. */
export interface RunStanding {
  readonly status: RunStatus;
  readonly byLine: ReadonlyMap<string, Counts>;
  /** How each line of the run stands. */
  readonly outlooks: readonly LineOutlook[];
  /** What each of them still has to do. */
  readonly waits: readonly Wait[];
  /** Null where nothing follows the run's purchases. */
  readonly followUps: FollowUpReading | null;
  /** What people did to the run and its lines, oldest first. */
  readonly deeds: readonly AuditEntry[];
}

/** Reads where a run stands, from counts alone: it is asked for twice a second while somebody watches. */
export async function readStanding(ledger: Ledger, record: RunRecord): Promise<RunStanding> {
  const [{ status, counts, outlooks, waits, followUps }, deeds] = await Promise.all([
    readStatusOf(ledger, record),
    readDeeds(ledger, record),
  ]);
  return { status, byLine: counts.byLine, outlooks, waits, followUps, deeds };
}
