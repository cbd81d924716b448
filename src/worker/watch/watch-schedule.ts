import { DelayedError, type Job, Worker } from 'bullmq';
import { writeAudit } from '../../shared/ledger/audit.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { listActiveRuns, noteEnqueued, noteQueuedAnew, readRun } from '../../shared/ledger/runs.ts';
import { startRun } from '../../shared/ledger/start-run.ts';
import type { Log } from '../../shared/log.ts';
import { logQueueTrouble } from '../../shared/queue-trouble.ts';
import { connectToQueue } from '../../shared/redis/queue-connection.ts';
import { type Repetition, repeatUntilStopped } from '../../shared/repeat-until-stopped.ts';
import { requeueRun } from '../../shared/requeue.ts';
import { schedulePrefix, scheduleQueue, scheduleRun } from '../../shared/schedule.ts';

/** How soon a start whose job was lost, or never given, is found. */
const lookEveryMs = 30_000;

/** Starts runs whose time has come. Every worker does so; the ledger lets each be started once. */
export function watchSchedule(ledger: Ledger, log: Log): Repetition {
  const prefix = schedulePrefix(ledger.prefix);
  const connection = connectToQueue(ledger.redis, prefix);
  const worker = new Worker(scheduleQueue, (job, token) => begin(ledger, job, { token, log }), {
    connection: connection.redis,
    prefix,
    // As with the lines' queues: a job comes back until it is done, and the ledger makes that harmless.
    maxStalledCount: 1_000_000,
  });
  logQueueTrouble(worker, log);
  const lookingAfter = repeatUntilStopped(() => scheduleAll(ledger), {
    everyMs: lookEveryMs,
    onError: (error) => log.warn({ err: error }, 'Cannot look after the schedule'),
  });
  let closing: Promise<void> | null = null;
  return {
    close: () => {
      closing ??= Promise.all([lookingAfter.close(), worker.close()]).then(connection.close);
      return closing;
    },
  };
}

async function begin(
  ledger: Ledger,
  job: Job,
  { token, log }: { readonly token: string | undefined; readonly log: Log },
): Promise<void> {
  const run = job.id ?? '';
  const started = await startRun(ledger, run);
  if (started.kind === 'early') {
    // The clock of whoever submitted it goes before that of Redis.
    await job.moveToDelayed(Date.now() + started.leftMs, token);
    throw new DelayedError();
  }
  if (started.kind === 'started') log.info({ run }, 'Scheduled run started');
  await queueStarted(ledger, run);
}

/** Also where whoever started it did not live to queue it. */
async function queueStarted(ledger: Ledger, run: string): Promise<void> {
  const record = await readRun(ledger, run);
  if (record?.phase !== 'running' || record.isEnqueued) return;
  await noteQueuedAnew(ledger, run);
  await requeueRun(ledger, run);
  await noteEnqueued(ledger, run);
  await writeAudit(ledger, run, { who: 'schedule', what: 'start', why: null });
}

/** Gives the queue what it lost. A run that it has is left as it is. */
async function scheduleAll(ledger: Ledger): Promise<void> {
  for (const run of await listActiveRuns(ledger)) {
    const record = await readRun(ledger, run);
    const isWaiting = record?.phase === 'paused' && record.startsAtMs !== null;
    if (isWaiting) await scheduleRun(ledger, run, record.startsAtMs);
  }
}
