import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { lineKeys } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Line } from '../shared/line.ts';
import { lineName } from '../shared/line.ts';
import { loadScript } from '../shared/redis/script.ts';

const takeSlotScript = loadScript(import.meta.url, './take-slot.lua');
const slowDownScript = loadScript(import.meta.url, './slow-down.lua');

/** A little more than the even spacing: measured at the receiver, 2 % more still let one call over, 5 % none. */
const spacingMargin = 1.05;
/** How far ahead a slot is given out: long enough to write the attempt down, short enough that a hold stops soon. */
const horizonMs = 150;
/** A send later than this would come too close to the next one; its slot is given up. */
const useByMs = 25;
/** How often a held line is looked at again. */
const heldPollMs = 250;

/** The right to send one call at one moment. */
export interface Slot {
  /** Waits for the moment. Returns false when it has passed: nothing may be sent with this slot. */
  readonly reach: () => Promise<boolean>;
}

export interface Pacer {
  /** Waits, in turn, for the next slot, however long the line is held; null once the pacer is stopped. */
  readonly nextSlot: () => Promise<Slot | null>;
  /** Tells every process that the API turned a call away. */
  readonly slowDown: () => Promise<void>;
  /** Lets go of all who wait. */
  readonly stop: () => void;
}

/** The pacer of one line in this process; those of all processes share their state in Redis. */
export function createPacer(ledger: Ledger, line: Line, ratePerSecond: number): Pacer {
  const keys = lineKeys(ledger.prefix, lineName(line));
  const stopping = new AbortController();
  const spacingMicroseconds = Math.round((1_000_000 / ratePerSecond) * spacingMargin);
  // One at a time asks: so slots go to purchases in the order in which they came.
  let turn: Promise<unknown> = Promise.resolve();

  const askUntilGiven = async (): Promise<Slot | null> => {
    while (!stopping.signal.aborted) {
      const askedAt = performance.now();
      const args = [spacingMicroseconds, horizonMs * 1000];
      const reply = (await takeSlotScript(ledger.redis, [keys.pacer, keys.hold], args)) as [string, string?];
      // The script ran somewhere between asking and answering; the middle is wrong by half a round trip at most.
      const answeredAt = (askedAt + performance.now()) / 2;
      const inMs = Number(reply[1] ?? 0) / 1000;
      if (reply[0] === 'slot') return slotAt(answeredAt + inMs);
      await pause(reply[0] === 'held' ? heldPollMs : inMs, stopping.signal);
    }
    return null;
  };

  return {
    nextSlot: () => {
      const mine = turn.then(askUntilGiven);
      turn = mine.catch(() => {});
      return mine;
    },
    slowDown: async () => {
      await slowDownScript(ledger.redis, [keys.pacer], [1000, 1.25, 4]);
    },
    stop: () => stopping.abort(),
  };
}

function slotAt(dueAt: number): Slot {
  return {
    reach: async () => {
      const leftMs = dueAt - performance.now();
      if (leftMs > 0) await delay(leftMs);
      return performance.now() - dueAt <= useByMs;
    },
  };
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal }).catch(() => {});
}
