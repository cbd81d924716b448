import { lineRate } from '../shared/hands-needed.ts';
import type { CrewMember } from '../shared/ledger/crew.ts';

/** The pacer leaves a little air between two calls: 19.05 a second are made of 20. */
const pacedShare = 1 / 1.05;
/** Before any worker has seen an answer: what the vendor's services take from nearby. */
const usualRoundTripMs = 120;

/** What a line's rate follows from. */
export interface LinePace {
  readonly crew: readonly CrewMember[];
  /** Calls a second; null when nobody set them. */
  readonly setByHand: number | null;
  /** By how much the spacing is wider since the API turned calls away; 1 when it is not. */
  readonly widening: number;
}

/** Calls a second that a line can make as it is paced now. */
export function expectedRate({ crew, setByHand, widening }: LinePace): number {
  const rate = lineRate(crew, setByHand) / widening;
  const isStrict = crew.some(({ pacing }) => pacing === 'strict');
  if (!isStrict) return rate * pacedShare;
  const seen = crew.flatMap(({ latency }) => latency ?? []);
  const trips = seen.map(({ slotWaitMs, roundTripMs }) => slotWaitMs + roundTripMs);
  const tripMs = trips.length === 0 ? usualRoundTripMs : Math.max(...trips);
  const leases = Math.max(1, Math.floor(rate));
  return leases / (Math.max(1, 1 / rate) + tripMs / 1000);
}
