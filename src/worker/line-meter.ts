import type { Verdict } from './classify-answer.ts';

/** What a worker tells of the calls and deliveries of one line, for whoever counts them. Called often: be quick. */
export interface LineMeter {
  /** A delivery came into hand. */
  readonly noteTaken: () => void;
  /** And left it: as its disposition says, or because of a bug or an outage. */
  readonly noteDelivered: (ending: 'done' | 'deliver-again' | 'back-to-queue' | 'error') => void;
  /** Intents were written down and are as durable as this Redis promises. */
  readonly noteIntent: (tookMs: number) => void;
  /** A call leaves, so long after its purchase asked for a slot. */
  readonly noteSent: (slotWaitMs: number) => void;
  /** It has its answer, or the certainty that none comes. */
  readonly noteAnswered: (roundTripMs: number) => void;
  readonly noteVerdict: (verdict: Verdict) => void;
  /** BullMQ took a job away from a worker that no longer held its lock. */
  readonly noteStalled: () => void;
}

/** For a worker that nobody asks. */
export const silentMeter: LineMeter = {
  noteTaken: () => {},
  noteDelivered: () => {},
  noteIntent: () => {},
  noteSent: () => {},
  noteAnswered: () => {},
  noteVerdict: () => {},
  noteStalled: () => {},
};
