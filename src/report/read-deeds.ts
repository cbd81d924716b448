import { type AuditEntry, readAudit, readLineAudit } from '../shared/ledger/audit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import { lineName, parseLineName } from '../shared/line.ts';

/**
 * What people did to a run and its lines, oldest first. A line is everybody's: what was done to it before the run
 * began is another run's story.
 */
export async function readDeeds(
  ledger: Ledger,
  { run, lines: own, followUps, submittedAtMs }: RunRecord,
): Promise<AuditEntry[]> {
  const lines = [...own, ...Object.keys(followUps).map(parseLineName)];
  const ofLines = await Promise.all(
    lines.map(async (line) => {
      const entries = await readLineAudit(ledger, line, submittedAtMs);
      return entries.map((entry) => ({ ...entry, what: `${entry.what} ${lineName(line)}` }));
    }),
  );
  const all = [...(await readAudit(ledger, run)), ...ofLines.flat()];
  return all.sort((a, b) => a.at.localeCompare(b.at));
}
