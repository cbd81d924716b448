import { companionOf } from '../follow-ups/companion.ts';
import type { Ledger } from './ledger.ts';
import type { NewRun } from './runs.ts';
import { writeRun } from './write-run.ts';

/** Writes down the run that holds what follows a run's purchases, or leaves it as it is. It is listed nowhere. */
export async function openCompanion(
  ledger: Ledger,
  {
    run,
    manifest,
    manifestHash,
    rows,
    followUps,
  }: Required<Pick<NewRun, 'run' | 'manifest' | 'manifestHash' | 'rows' | 'followUps'>>,
): Promise<void> {
  const fields = {
    name: '',
    manifest,
    manifestHash,
    lines: Object.keys(followUps).join(' '),
    total: String(Object.values(followUps).reduce((sum, count) => sum + count, 0)),
    rows: String(rows),
    // Its purchases come one by one, each ready to be sent: it is never submitted, and never sealed.
    phase: 'running',
    enqueued: '1',
  };
  await writeRun(ledger, companionOf(run), fields);
}
