import type { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { findAction } from '../../shared/actions/index.ts';
import { cancelRest } from '../../shared/cancel-rest.ts';
import { expireAttempt } from '../../shared/ledger/doubt.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { readCounts } from '../../shared/ledger/read-counts.ts';
import { readOpenQuestions, readOverdue, readPurchase } from '../../shared/ledger/read-purchases.ts';
import { listActiveRuns, noteActive, noteIdle, readPhase, readRun } from '../../shared/ledger/runs.ts';
import { type Line, lineName } from '../../shared/line.ts';
import type { Position } from '../../shared/purchase.ts';
import { enqueue, openQueue } from '../../shared/queues.ts';
import { type Repetition, repeatUntilStopped } from '../../shared/repeat-until-stopped.ts';
import { addMissingFollowUps } from './add-missing-follow-ups.ts';
import { createLostJobsLook, type LostJobsLook, type WorkedRun } from './lost-jobs-look.ts';

const lookEveryMs = 2000;

/**
 * Looks after what no delivery will look after any more: attempts whose worker died, and purchases whose job was lost.
 * Every worker does so, and doing it twice changes nothing.
 */
export function watchRuns(ledger: Ledger, lines: readonly Line[], log: Logger): Repetition {
  const queues = new Map(lines.map((line) => [lineName(line), openQueue(ledger.redis, ledger.prefix, line)]));
  const lookForLost = createLostJobsLook(ledger, queues, { log });
  return repeatUntilStopped(() => lookAtAll(ledger, queues, lookForLost), {
    everyMs: lookEveryMs,
    onError: (error) => log.warn({ err: error }, 'Cannot look after the runs'),
    atEnd: () => Promise.all(Array.from(queues.values(), (queue) => queue.close())),
  });
}

async function lookAtAll(
  ledger: Ledger,
  queues: ReadonlyMap<string, Queue>,
  lookForLost: LostJobsLook,
): Promise<void> {
  const worked: WorkedRun[] = [];
  for (const run of await listActiveRuns(ledger)) worked.push(...(await lookAt(ledger, queues, run)));
  await lookForLost(worked);
}

/** Returns the run if it is being worked. */
async function lookAt(ledger: Ledger, queues: ReadonlyMap<string, Queue>, run: string): Promise<WorkedRun[]> {
  for (const position of await readOverdue(ledger, run)) await expire(ledger, queues, run, position);

  const { byState, byLine } = await readCounts(ledger, run);
  if (byState.queued + byState.sending === 0) {
    await noteIfIdle(ledger, run);
    return [];
  }
  const phase = await readPhase(ledger, run);
  if (phase === 'cancelled') await finishCancelling(ledger, run);
  return phase === 'running' ? [{ run, byLine }] : [];
}

/** Whoever cancelled the run did not live to cancel all of it. */
async function finishCancelling(ledger: Ledger, run: string): Promise<void> {
  const record = await readRun(ledger, run);
  if (record) await cancelRest(ledger, record);
}

/** Still looked after: a run that is being submitted, and one about which the provider has yet to be asked. */
async function noteIfIdle(ledger: Ledger, run: string): Promise<void> {
  const phase = await readPhase(ledger, run);
  if (phase === 'submitting' || (await readOpenQuestions(ledger, run)).length > 0) return;
  await addMissingFollowUps(ledger, run);
  await noteIdle(ledger, run);
  // Somebody may have queued purchases again while this was found out.
  const { byState } = await readCounts(ledger, run);
  if (byState.queued + byState.sending > 0) await noteActive(ledger, run);
}

/** Purchases whose ClientToken may be sent again go back to their queue; the others wait for a look or a person. */
async function expire(
  ledger: Ledger,
  queues: ReadonlyMap<string, Queue>,
  run: string,
  position: Position,
): Promise<void> {
  if ((await expireAttempt(ledger, { run, ...position })) !== 'in-doubt') return;
  const purchase = await readPurchase(ledger, run, position);
  const queue = purchase ? queues.get(lineName(purchase)) : undefined;
  const mayResend = findAction(purchase?.action ?? '')?.safety.kind === 'token';
  if (queue && mayResend) await enqueue(queue, run, [position]);
}
