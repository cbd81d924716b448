import { type AuditEntry, readAudit } from '../shared/ledger/audit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import { readLineDeeds } from '../shared/line-deeds.ts';

/** What people did to a run, and to its lines while it went on, oldest first. */
export async function readDeeds(ledger: Ledger, record: RunRecord): Promise<AuditEntry[]> {
  const [ofRun, ofLines] = await Promise.all([readAudit(ledger, record.run), readLineDeeds(ledger, record)]);
  return [...ofRun, ...ofLines].sort((a, b) => a.at.localeCompare(b.at));
}
