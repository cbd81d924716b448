import { setTimeout as wait } from 'node:timers/promises';
import { readStatusOf, type StatusReading } from '../../report/read-status.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { RunRecord } from '../../shared/ledger/runs.ts';
import { stageOf } from './run-end.ts';

export interface AwaitOptions {
  /** How long purchases in doubt may be looked up once nothing else is left. */
  readonly settleTimeoutMs: number;
  /** Ends the waiting early. */
  readonly signal: AbortSignal;
  /** Why nothing more will happen; null while something does. */
  readonly failure: () => string | null;
  readonly onStatus: (reading: StatusReading) => void;
}

export type RunEnd = 'over' | 'interrupted' | 'workers-failed';

/** As often as a terminal is redrawn. */
const lookEveryMs = 250;

/** Resolves when a run has come to its end: settled, held, looked up in vain, interrupted, or left by its workers. */
export async function awaitEnd(
  ledger: Ledger,
  record: RunRecord,
  { settleTimeoutMs, signal, failure, onStatus }: AwaitOptions,
): Promise<RunEnd> {
  let lookingSinceMs: number | null = null;
  for (;;) {
    const reading = await readStatusOf(ledger, record);
    const { status, counts, followUps } = reading;
    onStatus(reading);
    const stage = stageOf(status, counts, followUps);
    if (stage === 'over') return 'over';
    lookingSinceMs = stage === 'looking' ? (lookingSinceMs ?? Date.now()) : null;
    if (lookingSinceMs !== null && Date.now() - lookingSinceMs >= settleTimeoutMs) return 'over';
    if (failure() !== null) return 'workers-failed';
    await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return 'interrupted';
  }
}
