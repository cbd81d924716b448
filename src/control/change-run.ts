import { OperatorError } from '../shared/errors.ts';
import { writeAudit } from '../shared/ledger/audit.ts';
import { cancelQueued } from '../shared/ledger/change-many.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { type ActionBatch, readQueuedByAction } from '../shared/ledger/read-queued.ts';
import { changePhase, noteActive, type Phase, type RunRecord } from '../shared/ledger/runs.ts';
import { dequeue, openQueue } from '../shared/queues.ts';
import { requeueRun } from '../shared/requeue.ts';
import { type Hand, knownRun } from './act.ts';

/** A queue is searched from its newest end, so taking the newest out first finds each at once. */
const lastFirst = { lastFirst: true };

/** Stops a run where it is: what was sent is awaited, nothing more is sent. Pausing twice changes nothing. */
export async function pauseRun(ledger: Ledger, run: string, hand: Hand): Promise<void> {
  const record = await change(ledger, run, 'paused', hand);
  for await (const batch of readQueuedByAction(ledger, run, lastFirst)) await takeOut(ledger, record, batch);
}

/** Goes on where a run was paused: every purchase that is still queued goes to its queue again. */
export async function resumeRun(ledger: Ledger, run: string, hand: Hand): Promise<void> {
  await change(ledger, run, 'running', hand);
  await noteActive(ledger, run);
  await requeueRun(ledger, run);
}

/** Cancels what was never sent; what is in flight gets its outcome. Returns how many purchases were cancelled. */
export async function cancelRun(ledger: Ledger, run: string, hand: Hand): Promise<number> {
  const record = await change(ledger, run, 'cancelled', hand);
  let cancelled = 0;
  for await (const batch of readQueuedByAction(ledger, run, lastFirst)) {
    cancelled += await cancelQueued(ledger, run, batch.positions);
    await takeOut(ledger, record, batch);
  }
  return cancelled;
}

async function change(
  ledger: Ledger,
  run: string,
  wanted: 'running' | 'paused' | 'cancelled',
  hand: Hand,
): Promise<RunRecord> {
  const record = await knownRun(ledger, run);
  const changed = await changePhase(ledger, run, wanted);
  const stands = changed?.phase ?? record.phase;
  if (stands !== wanted) throw cannotChange(run, wanted, stands);
  if (changed?.before !== wanted) {
    await writeAudit(ledger, run, { ...hand, what: verbs[wanted] });
  }
  return record;
}

const verbs = { running: 'resume', paused: 'pause', cancelled: 'cancel' } as const;

function cannotChange(run: string, wanted: 'running' | 'paused' | 'cancelled', stands: Phase): OperatorError {
  const advice =
    stands === 'submitting'
      ? 'Submit its manifest again to finish it first.'
      : 'Submit its manifest with --again to buy the rest as a new run.';
  return new OperatorError('run-not-changeable', `Cannot ${verbs[wanted]} run ${run} as it is ${stands}`, {
    advice,
  });
}

async function takeOut(ledger: Ledger, record: RunRecord, { action, positions }: ActionBatch): Promise<void> {
  const line = record.lines.find((candidate) => candidate.action === action);
  if (!line) return;
  const queue = openQueue(ledger.redis, ledger.prefix, line);
  try {
    await dequeue(queue, record.run, positions);
  } finally {
    await queue.close();
  }
}
