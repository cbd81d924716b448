import { setTimeout as delay } from 'node:timers/promises';

/** Something that is done again and again, for as long as nobody closes it. */
export interface Repetition {
  /** Resolves when what is under way has ended. Safe to call twice. */
  readonly close: () => Promise<void>;
}

export interface RepeatOptions {
  /** The pause between the end of one turn and the next. */
  readonly everyMs: number;
  /** Told of each turn that failed; the next one comes all the same. */
  readonly onError: (error: unknown) => void;
  /** Done once, after the last turn; must not fail. */
  readonly atEnd?: () => Promise<unknown>;
}

/** Acts now and after each pause until it is closed. A turn sees by the signal that it is the last one. */
export function repeatUntilStopped(
  act: (stopping: AbortSignal) => Promise<void>,
  { everyMs, onError, atEnd }: RepeatOptions,
): Repetition {
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = (async () => {
    while (!signal.aborted) {
      await act(signal).catch(onError);
      await delay(everyMs, undefined, { signal }).catch(() => {});
    }
    await atEnd?.();
  })();
  return {
    close: () => {
      stopping.abort();
      return ended;
    },
  };
}
