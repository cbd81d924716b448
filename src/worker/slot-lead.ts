/** What this line's sends need between the giving of a slot and its moment: an intent has to be on disk by then. */
export interface SlotLead {
  /** A send got ready so long after its slot was given out. `wasMissed`: that was too late for its moment. */
  readonly note: (neededMs: number, wasMissed: boolean) => void;
  /** So much further ahead than usual a slot is to be given out. */
  readonly extraMs: () => number;
}

/** A Redis that is further away than this is none to buy with. */
export const mostExtraMs = 500;

/** The share of the newest send in what is usual; a slot that was missed tells that times have changed. */
const newestShare = 1 / 16;
const missedShare = 1 / 4;

/**
 * Learns how far ahead slots have to be given out. With a fixed lead, a Redis that is far away or slow would let a call
 * that is alone miss its slot, time and again. The usual send gets ready in the middle of the time in which its slot may
 * be used; one that takes unusually long, by twice the mean deviation, still before its end.
 */
export function createSlotLead({
  leadMs,
  useByMs,
}: {
  readonly leadMs: number;
  readonly useByMs: number;
}): SlotLead {
  let usualMs = 0;
  let deviationMs = 0;
  return {
    note: (neededMs, wasMissed) => {
      const share = wasMissed ? missedShare : newestShare;
      const offMs = neededMs - usualMs;
      usualMs += offMs * share;
      deviationMs += (Math.abs(offMs) - deviationMs) * share;
    },
    extraMs: () => {
      const neededMs = usualMs + Math.max(2 * deviationMs - useByMs, -useByMs / 2);
      return Math.min(Math.max(0, neededMs - leadMs), mostExtraMs);
    },
  };
}
