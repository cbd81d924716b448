import { setTimeout as delay } from 'node:timers/promises';
import { liftFence } from '../../shared/ledger/fence.ts';
import { runKeys } from '../../shared/ledger/keys.ts';
import { holdLine, readHold } from '../../shared/ledger/line-hold.ts';
import { readOpenQuestions, readPurchase, readSending } from '../../shared/ledger/read-purchases.ts';
import { readRun } from '../../shared/ledger/runs.ts';
import type { Position } from '../../shared/purchase.ts';
import { lookAtRun } from '../reconcile/look-at-run.ts';
import type { LookRoom } from '../reconcile/room.ts';
import { watchSight } from '../reconcile/watch-sight.ts';

/** A run of which nothing may be sent, and the server that took another's place. */
export interface FencedRun {
  readonly run: string;
  readonly server: string;
}

/** Strict pacing forgot with the old server who answered last; a second after an answer its lease is over. */
const afterLastAnswerMs = 1_050;
/** Longer than any slot is given out ahead: what had its slot before the line was held is over by then. */
const afterHoldMs = 2_000;
/** Longer than a look at what a few seconds left in doubt; should it take longer, two look, which is harmless. */
const leaseMs = 60_000;

/**
 * Brings fenced runs as far as they can be brought by themselves: nothing happens while an attempt of any of them is
 * open, as what it buys could be taken for another's. Then their doubts are looked up, and they go on.
 */
export async function mendRuns(
  room: LookRoom,
  fenced: readonly FencedRun[],
  signal: AbortSignal,
): Promise<void> {
  if (fenced.length === 0) return;
  const open = await Promise.all(fenced.map(({ run }) => readSending(room.ledger, run)));
  if (open.some((positions) => positions.length > 0)) return;
  await delay(afterLastAnswerMs, undefined, { signal });
  // Side by side: an account that cannot look keeps no run of another waiting.
  const mended = await Promise.allSettled(fenced.map((one) => mendAlone(room, one, signal)));
  for (const outcome of mended) if (outcome.status === 'rejected') throw outcome.reason;
}

async function mendAlone(room: LookRoom, fenced: FencedRun, signal: AbortSignal): Promise<void> {
  const { mendLock } = runKeys(room.ledger.prefix, fenced.run);
  if ((await room.ledger.redis.set(mendLock, '1', 'PX', leaseMs, 'NX')) === null) return;
  try {
    await mend(room, fenced, signal);
  } finally {
    await room.ledger.redis.del(mendLock);
  }
}

async function mend(room: LookRoom, { run, server }: FencedRun, signal: AbortSignal): Promise<void> {
  const sight = watchSight(room);
  // The question watch looks at them too, from the first to the last; they meet half way.
  const lastFirst = (await doubtsOf(room, run)).reverse();
  await lookAtRun(sight.room, run, lastFirst);
  // The next round looks again.
  if (sight.wasBlind()) return;
  const lifted = await liftFence(room.ledger, run, { server, areLinesHeld: false });
  if (lifted === 'lifted') room.log.warn({ run }, 'Doubts looked up after the failover, the run goes on');
  if (lifted !== 'calls-lost') return;
  await holdLines(room, run);
  await delay(afterHoldMs, undefined, { signal });
  await liftFence(room.ledger, run, { server, areLinesHeld: true });
}

async function doubtsOf({ ledger }: LookRoom, run: string): Promise<Position[]> {
  const positions = await readOpenQuestions(ledger, run);
  const records = await Promise.all(positions.map((position) => readPurchase(ledger, run, position)));
  return positions.filter((_, i) => records[i]?.state === 'in-doubt');
}

/** Nothing but the provider knows which purchases that read as queued were sent already: a person has to look. */
async function holdLines({ ledger, log }: LookRoom, run: string): Promise<void> {
  const reason = `Redis failed over to a replica that may lack calls that were sent, as they did not wait for every replica (TCBATCH_WAIT_REPLICAS). Look in the console and with "tcbatch verify ${run}" for what no purchase of the report holds. If there is any, cancel the run and submit what is still missing; if there is none, release.`;
  for (const line of (await readRun(ledger, run))?.lines ?? []) {
    // Its reason tells more of what to look for.
    if ((await readHold(ledger, line))?.code === 'redis-restored') continue;
    await holdLine(ledger, line, { code: 'redis-failover', reason, isGraver: true });
    log.error({ run, ...line, code: 'redis-failover' }, 'Line held');
  }
}
