import { companionOf } from './follow-ups/companion.ts';
import { type AuditEntry, readLineAudit } from './ledger/audit.ts';
import type { Ledger } from './ledger/ledger.ts';
import { hasFollowUps, type RunRecord, readRun } from './ledger/runs.ts';
import { lineName, parseLineName } from './line.ts';

/**
 * What people did to the lines of a run while it went on. A line is everybody's: what was done to it before the run
 * began, or after it ended, is another run's story.
 */
export async function readLineDeeds(ledger: Ledger, record: RunRecord): Promise<AuditEntry[]> {
  const span = { sinceMs: record.submittedAtMs, untilMs: await endOf(ledger, record) };
  const lines = [...record.lines, ...Object.keys(record.followUps).map(parseLineName)];
  const deeds = await Promise.all(
    lines.map(async (line) => {
      const entries = await readLineAudit(ledger, line, span);
      return entries.map((entry) => ({ ...entry, what: `${entry.what} ${lineName(line)}` }));
    }),
  );
  return deeds.flat();
}

/** When the last of a run, and of what follows its purchases, was settled; null while it goes on. */
async function endOf(ledger: Ledger, record: RunRecord): Promise<number | null> {
  const { run, finishedAtMs } = record;
  if (finishedAtMs === null || !hasFollowUps(record)) return finishedAtMs;
  // There is none before a purchase that something follows was bought.
  const companion = await readRun(ledger, companionOf(run));
  if (companion === null) return finishedAtMs;
  return companion.finishedAtMs === null ? null : Math.max(finishedAtMs, companion.finishedAtMs);
}
