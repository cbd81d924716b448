import { cancelQueued } from './ledger/change-many.ts';
import type { Ledger } from './ledger/ledger.ts';
import { readQueuedByLine } from './ledger/read-queued.ts';
import type { RunRecord } from './ledger/runs.ts';
import { takeOut } from './take-out.ts';

/** Cancels what a cancelled run still has queued, and takes its jobs out. Several may do so at once. */
export async function cancelRest(ledger: Ledger, record: RunRecord): Promise<void> {
  for await (const batch of readQueuedByLine(ledger, record.run, { lastFirst: true })) {
    await cancelQueued(ledger, record.run, batch.positions);
    await takeOut(ledger, record, batch);
  }
}
