import { cancelRest } from '../shared/cancel-rest.ts';
import { OperatorError } from '../shared/errors.ts';
import { companionOf } from '../shared/follow-ups/companion.ts';
import { writeAudit } from '../shared/ledger/audit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readCounts } from '../shared/ledger/read-counts.ts';
import { readQueuedByLine } from '../shared/ledger/read-queued.ts';
import {
  changePhase,
  noteActive,
  noteEnqueued,
  noteQueuedAnew,
  type Phase,
  type RunRecord,
  readRun,
} from '../shared/ledger/runs.ts';
import { requeueRun } from '../shared/requeue.ts';
import { takeOut } from '../shared/take-out.ts';
import { type Hand, knownRun } from './act.ts';

/** Stops a run where it is: what was sent is awaited, nothing more is sent. Pausing twice changes nothing. */
export async function pauseRun(ledger: Ledger, run: string, hand: Hand): Promise<void> {
  await change(ledger, run, 'paused', hand);
  await eachPart(ledger, run, async (part) => {
    await changePhase(ledger, part.run, 'paused');
    for await (const batch of readQueuedByLine(ledger, part.run, { lastFirst: true }))
      await takeOut(ledger, part, batch);
  });
}

/** Goes on where a run was paused: every purchase that is still queued goes to its queue again. */
export async function resumeRun(ledger: Ledger, run: string, hand: Hand): Promise<void> {
  await change(ledger, run, 'running', hand);
  await eachPart(ledger, run, async (part) => {
    await changePhase(ledger, part.run, 'running');
    await noteActive(ledger, part.run);
    await noteQueuedAnew(ledger, part.run);
    await requeueRun(ledger, part.run);
  });
  // A scheduled run was given to no queue before.
  await noteEnqueued(ledger, run);
}

/** Cancels what was never sent; what is in flight gets its outcome. Returns how many are cancelled. */
export async function cancelRun(ledger: Ledger, run: string, hand: Hand): Promise<number> {
  await change(ledger, run, 'cancelled', hand);
  await eachPart(ledger, run, async (part) => {
    await changePhase(ledger, part.run, 'cancelled');
    await cancelRest(ledger, part);
  });
  // Workers may have helped, so what this call cancelled is not the whole.
  return (await readCounts(ledger, run)).byState.cancelled;
}

/** The run itself, and the run of what follows its purchases, where anything does. */
async function eachPart(ledger: Ledger, run: string, act: (part: RunRecord) => Promise<void>): Promise<void> {
  for (const part of [run, companionOf(run)]) {
    const record = await readRun(ledger, part);
    if (record) await act(record);
  }
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
  if (changed?.before !== wanted || record.startsAtMs !== null) {
    await writeAudit(ledger, run, { ...hand, what: verbs[wanted] });
  }
  return record;
}

const verbs = { running: 'resume', paused: 'pause', cancelled: 'cancel' } as const;

const adviceFor: Partial<Record<Phase, string>> = {
  submitting: 'Submit its manifest again to finish it first.',
  archived: 'It was imported for reading. Submit its manifest with --again to buy as a new run.',
};

function cannotChange(run: string, wanted: 'running' | 'paused' | 'cancelled', stands: Phase): OperatorError {
  const advice = adviceFor[stands] ?? 'Submit its manifest with --again to buy the rest as a new run.';
  return new OperatorError('run-not-changeable', `Cannot ${verbs[wanted]} run ${run} as it is ${stands}`, {
    advice,
  });
}
