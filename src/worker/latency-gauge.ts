import { performance } from 'node:perf_hooks';
import type { Latency } from '../shared/ledger/crew.ts';
import type { LineMeter } from './line-meter.ts';
import type { Pacer } from './pacer.ts';
import type { Slot } from './slot-queue.ts';

/** Remembers how long the last calls of one line took in this process. */
export interface LatencyGauge {
  readonly note: (call: Latency) => void;
  /** Null before enough calls: the first ones open connections and warm programs up. */
  readonly seen: () => Latency | null;
}

const fewestCalls = 16;
/** The share of the newest call in the average: what was seen a few seconds ago hardly counts any more. */
const newestShare = 1 / 16;

/** A gauge that has seen nothing. */
export function createLatencyGauge(): LatencyGauge {
  let calls = 0;
  let average: Latency | null = null;
  return {
    note: (call) => {
      calls += 1;
      average = {
        slotWaitMs: moved(average?.slotWaitMs, call.slotWaitMs),
        roundTripMs: moved(average?.roundTripMs, call.roundTripMs),
      };
    },
    seen: () => (calls < fewestCalls ? null : average),
  };
}

interface Gauges {
  readonly gauge: LatencyGauge;
  readonly meter: LineMeter;
}

/** The pacer, with a gauge on the way of each call: how long after its slot it could be sent, and was answered. */
export function gaugedPacer(
  pacer: Pacer,
  { gauge, meter }: Gauges,
  { leadMs }: { readonly leadMs: number },
): Pacer {
  return {
    ...pacer,
    nextSlot: () => {
      const askedAtMs = performance.now();
      return pacer.nextSlot().then((slot) => slot && gauged(slot, { gauge, meter }, { leadMs, askedAtMs }));
    },
  };
}

function gauged(
  slot: Slot,
  { gauge, meter }: Gauges,
  { leadMs, askedAtMs }: { readonly leadMs: number; readonly askedAtMs: number },
): Slot {
  const givenAtMs = performance.now();
  let readyAtMs = givenAtMs;
  let sentAtMs = givenAtMs;
  return {
    isTimely: slot.isTimely,
    reach: () => {
      readyAtMs = performance.now();
      return slot.reach().then((isReached) => {
        sentAtMs = performance.now();
        if (isReached) meter.noteSent(sentAtMs - askedAtMs);
        return isReached;
      });
    },
    close: (call) => {
      if (call.wasSent) {
        const roundTripMs = performance.now() - sentAtMs;
        // What is waited for beyond the writing of the intent is the line's turn, and not a reason for more hands.
        gauge.note({ slotWaitMs: Math.max(leadMs, readyAtMs - givenAtMs), roundTripMs });
        meter.noteAnswered(roundTripMs);
      }
      return slot.close(call);
    },
  };
}

function moved(average: number | undefined, newest: number): number {
  return average === undefined ? newest : average + (newest - average) * newestShare;
}
