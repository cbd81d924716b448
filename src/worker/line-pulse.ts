import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type HandsNeeded, handsNeeded, lineRate } from '../shared/hands-needed.ts';
import { type CrewMember, leaveCrew, noteCrewMember } from '../shared/ledger/crew.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readLineRate } from '../shared/ledger/line-rate.ts';
import type { Line } from '../shared/line.ts';
import { type Repetition, repeatUntilStopped } from '../shared/repeat-until-stopped.ts';

/** Two small commands for each line: nothing beside the calls themselves. */
const everyMs = 5_000;
const leaveWithinMs = 1_000;

export interface PulseOptions {
  readonly ledger: Ledger;
  readonly line: Line;
  readonly worker: string;
  /** What this worker tells of itself now. */
  readonly self: () => CrewMember;
  readonly log: Logger;
}

/**
 * Tells the line every few seconds that this worker works it and what it saw, and the log what follows from it: another
 * rate than before, and too few purchases in hand to reach it.
 */
export function startLinePulse({ ledger, line, worker, self, log }: PulseOptions): Repetition {
  let told: Told = { callsPerSecond: null, tooFew: null };
  const beat = async () => {
    const crew = await noteCrewMember(ledger, line, { worker, ...self() });
    const setByHand = await readLineRate(ledger, line);
    told = tell(log, told, {
      callsPerSecond: lineRate([self()], setByHand),
      tooFew: whereTooFew(handsNeeded(crew, setByHand)),
    });
  };
  return repeatUntilStopped(beat, {
    everyMs,
    // Redis that is away stops the calls too, and its own part of the log says so.
    onError: (error) => log.debug({ err: error }, 'Cannot tell the line of this worker'),
    // Forgotten in a while anyway, should Redis be away.
    atEnd: () => Promise.race([leaveCrew(ledger, line, worker).catch(() => {}), delay(leaveWithinMs)]),
  });
}

interface Told {
  readonly callsPerSecond: number | null;
  readonly tooFew: HandsNeeded | null;
}

function tell(log: Logger, before: Told, now: Told): Told {
  if (before.callsPerSecond !== null && now.callsPerSecond !== before.callsPerSecond) {
    log.info({ callsPerSecond: now.callsPerSecond, before: before.callsPerSecond }, 'Rate changed by hand');
  }
  if (now.tooFew === null || !isNews(before.tooFew, now.tooFew)) {
    // Kept while nothing is amiss: what comes and goes is told once.
    return { ...now, tooFew: before.tooFew };
  }
  log.warn(fieldsOf(now.tooFew), 'Concurrency is too low to reach the rate at the latency seen');
  return now;
}

function whereTooFew(hands: HandsNeeded | null): HandsNeeded | null {
  return hands !== null && hands.inHand < hands.needed ? hands : null;
}

/** An average moves a little all the time; a fifth more or less, or other workers, is worth a line. */
export function isNews(before: HandsNeeded | null, now: HandsNeeded): boolean {
  if (before === null || before.inHand !== now.inHand || before.workers !== now.workers) return true;
  return Math.abs(now.needed - before.needed) > before.needed / 5;
}

function fieldsOf({ needed, inHand, workers, concurrency, callsPerSecond, latency }: HandsNeeded) {
  return {
    callsPerSecond,
    roundTripMs: Math.round(latency.roundTripMs),
    slotWaitMs: Math.round(latency.slotWaitMs),
    workers,
    concurrency: inHand,
    needed,
    advice: `Start each of the ${workers} with --concurrency ${concurrency}, or start more of them.`,
  };
}
