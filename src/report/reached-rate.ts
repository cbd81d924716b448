import { type CallSlots, callSlotMs } from '../shared/ledger/read-counts.ts';

/** Slots that are read back at most; the ledger keeps fifteen, and the oldest of them is about to be written over. */
const slotsKept = 13;
/** Two spans that differ by more have another rate; less is what a busy machine makes of the same. */
const steadyWithin = 0.3;

/**
 * Calls a second that a line really reaches: over the last minute while it is steady, as one call more or less then
 * counts for little, and over the last seconds when it became another one. Null while too little was seen.
 */
export function reachedRate(calls: CallSlots, nowMs: number): number | null {
  const current = Math.floor(nowMs / callSlotMs);
  const first = firstWholeSlot(calls, current);
  if (first >= current) return null;
  const overMinute = rateSince(first);
  const overSeconds = rateSince(current - 1);
  return Math.abs(overSeconds - overMinute) > overMinute * steadyWithin ? overSeconds : overMinute;

  function rateSince(slot: number): number {
    let count = 0;
    for (let n = slot; n <= current; n += 1) count += calls.get(n) ?? 0;
    return (count / (nowMs - slot * callSlotMs)) * 1000;
  }
}

/** Adds up what several runs called on one line. */
export function sumCalls(all: readonly CallSlots[]): CallSlots {
  const sum = new Map<number, number>();
  for (const calls of all) for (const [slot, count] of calls) sum.set(slot, (sum.get(slot) ?? 0) + count);
  return sum;
}

/** The slot in which the calls began is not counted: nobody knows at which moment of it that was. */
function firstWholeSlot(calls: CallSlots, current: number): number {
  let slot = current;
  while (slot > current - slotsKept && (calls.get(slot - 1) ?? 0) > 0) slot -= 1;
  return (calls.get(slot - 1) ?? 0) > 0 ? slot : slot + 1;
}
