import { setTimeout as delay } from 'node:timers/promises';

/** How often a held line is looked at again. */
const heldPollMs = 250;

/** The right to send one call at one moment. */
export interface Slot {
  /** Waits for the moment. Returns false when it has passed: nothing may be sent with this slot. */
  readonly reach: () => Promise<boolean>;
  /** Whether the moment has not passed yet. */
  readonly isTimely: () => boolean;
  /** The call has its answer, or was not sent after all. */
  readonly close: (call: { readonly wasSent: boolean }) => Promise<void>;
}

/** What Redis said to somebody who asked for a slot. */
export type SlotReply =
  | { readonly kind: 'slot'; readonly slot: Slot }
  | { readonly kind: 'wait'; readonly forMs: number }
  | { readonly kind: 'held' };

/** Those of this process who wait for a slot of one line. */
export interface SlotQueue {
  /** Waits, in turn, for the next slot, however long the line is held; null once the queue is stopped. */
  readonly nextSlot: () => Promise<Slot | null>;
  /** Lets go of all who wait. */
  readonly stop: () => void;
}

/** Asks for slots one at a time, so that they go to purchases in the order in which they came. */
export function createSlotQueue(ask: () => Promise<SlotReply>): SlotQueue {
  const stopping = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();

  const askUntilGiven = async (): Promise<Slot | null> => {
    while (!stopping.signal.aborted) {
      const reply = await ask();
      if (reply.kind === 'slot') return reply.slot;
      const forMs = reply.kind === 'held' ? heldPollMs : reply.forMs;
      await delay(forMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
    return null;
  };

  return {
    nextSlot: () => {
      const mine = turn.then(askUntilGiven);
      turn = mine.catch(() => {});
      return mine;
    },
    stop: () => stopping.abort(),
  };
}
