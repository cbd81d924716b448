import { setTimeout as delay } from 'node:timers/promises';

/** How often a line is looked at again: it may be released, or its rate be raised, before its next slot was due. */
const lookAgainMs = 250;

/** The right to send one call at one moment. */
export interface Slot {
  /** Waits for the moment. Returns false when it has passed: nothing may be sent with this slot. */
  readonly reach: () => Promise<boolean>;
  /** Whether the moment has not passed yet, and the slot was not taken back. */
  readonly isTimely: () => boolean;
  /** The call has its answer, or was not sent after all. */
  readonly close: (call: { readonly wasSent: boolean }) => Promise<void>;
}

/** What Redis said to somebody who asked for slots. */
export type SlotReply =
  /** At least one, and no more than were asked for; earliest first. */
  | { readonly kind: 'slots'; readonly slots: readonly Slot[] }
  | { readonly kind: 'wait'; readonly forMs: number }
  | { readonly kind: 'held' }
  /** Calls of workers with another pacing are on their way, or go first. */
  | { readonly kind: 'mixed' };

/** Those of this process who wait for a slot of one line. */
export interface SlotQueue {
  /** Waits, in turn, for the next slot, however long the line is held; null once the queue is stopped. */
  readonly nextSlot: () => Promise<Slot | null>;
  /** Takes back the slots that were given out and whose moment has not come. */
  readonly revoke: () => void;
  /** Lets go of all who wait. */
  readonly stop: () => void;
}

/** Asks on behalf of all who wait, one question at a time, so that slots go to purchases in the order in which they came. */
export function createSlotQueue(
  ask: (wanted: number) => Promise<SlotReply>,
  atTurn: (serve: () => void) => void,
): SlotQueue {
  const stopping = new AbortController();
  const waiting: Waiter[] = [];
  let isServing = false;
  let revocations = 0;

  const serveOnce = async (): Promise<void> => {
    try {
      const reply = await ask(waiting.length);
      if (reply.kind === 'slots') {
        const given = revocations;
        for (const slot of reply.slots)
          waiting.shift()?.resolve(revocable(slot, () => given === revocations));
        return;
      }
      const forMs = reply.kind === 'wait' ? Math.min(reply.forMs, lookAgainMs) : lookAgainMs;
      await delay(forMs, undefined, { signal: stopping.signal }).catch(() => {});
    } catch (error) {
      // Whoever was first finds out what is wrong; the next one asks anew.
      waiting.shift()?.reject(error);
    }
  };
  const serve = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    while (waiting.length > 0 && !stopping.signal.aborted) {
      await new Promise<void>(atTurn);
      await serveOnce();
    }
    isServing = false;
    if (stopping.signal.aborted) for (const waiter of waiting.splice(0)) waiter.resolve(null);
  };

  return {
    nextSlot: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        void serve();
      }),
    revoke: () => {
      revocations += 1;
    },
    stop: () => stopping.abort(),
  };
}

interface Waiter {
  readonly resolve: (slot: Slot | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Whoever waited for its moment asks, before the first byte, whether the slot may still be used. */
function revocable(slot: Slot, isValid: () => boolean): Slot {
  return {
    reach: slot.reach,
    isTimely: () => isValid() && slot.isTimely(),
    close: slot.close,
  };
}
