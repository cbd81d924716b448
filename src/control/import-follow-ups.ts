import type { ArchiveLine } from '../shared/archive/archive-line.ts';
import type { FollowUpTally } from '../shared/archive/count-follow-ups.ts';
import { companionOf } from '../shared/follow-ups/companion.ts';
import { noteHandOver } from '../shared/ledger/hand-overs.ts';
import { runKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import { writeStoredPurchases } from './write-stored-purchases.ts';

/** Brings back what followed purchases of an archived run, as one of its lines holds it. */
export async function writeFollowUps(ledger: Ledger, run: string, line: ArchiveLine): Promise<void> {
  if (!('followUps' in line)) return;
  const companion = companionOf(run);
  await writeStoredPurchases(
    ledger,
    companion,
    line.followUps.map(([row, index, stored]) => [row, index, stored]),
  );
  for (const [row, index, , handOver] of line.followUps) {
    if (handOver !== null) await noteHandOver(ledger, { run: companion, row, index }, handOver);
  }
}

/** Writes down the run that holds them, with their sums; it is listed nowhere, and nothing of it is ever sent. */
export async function writeCompanion(
  ledger: Ledger,
  record: RunRecord,
  { counts, errors, finishedAtMs }: FollowUpTally,
): Promise<void> {
  const { manifest, manifestHash, rows, followUps, submittedAtMs } = record;
  const keys = runKeys(ledger.prefix, companionOf(record.run));
  if (Object.keys(counts).length > 0) await ledger.redis.hset(keys.counts, counts);
  if (Object.keys(errors).length > 0) await ledger.redis.hset(keys.errors, errors);
  await ledger.redis.hset(keys.run, {
    name: '',
    manifest,
    manifestHash,
    lines: Object.keys(followUps).join(' '),
    total: Object.values(followUps).reduce((sum, count) => sum + count, 0),
    rows,
    enqueued: '1',
    submittedAt: submittedAtMs,
    ...(finishedAtMs === null ? {} : { finishedAt: finishedAtMs }),
    phase: 'archived',
  });
}
