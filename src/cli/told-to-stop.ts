import { once } from 'node:events';
import { exitCodes } from './exit-codes.ts';

export type StopCause = 'SIGINT' | 'SIGTERM' | 'parent-gone';

export interface StopWatch {
  /** Resolves with the first reason to stop. */
  readonly told: Promise<StopCause>;
  /** Aborts at the same moment. */
  readonly signal: AbortSignal;
  /** Listens no longer. */
  readonly close: () => void;
}

/**
 * Waits for SIGINT, SIGTERM, or the end of the process that forked this one. A second signal ends this process at
 * once, after `onSecond`: a person who asks twice no longer wants to wait.
 */
export function watchForStop({ onSecond = () => {} }: { readonly onSecond?: () => void } = {}): StopWatch {
  const controller = new AbortController();
  const hear = (cause: StopCause) => {
    if (!controller.signal.aborted) return controller.abort(cause);
    if (cause === 'parent-gone') return;
    onSecond();
    process.exit(exitCodes.interrupted);
  };
  const listeners = [
    ['SIGINT', () => hear('SIGINT')],
    ['SIGTERM', () => hear('SIGTERM')],
    ['disconnect', () => hear('parent-gone')],
  ] as const;
  for (const [event, listener] of listeners) process.on(event, listener);
  // Listening for the parent must not be what keeps this process alive.
  process.channel?.unref();
  // A parent that died before this line is heard of by nobody else.
  if (process.send !== undefined && !process.connected) hear('parent-gone');
  return {
    told: toldBy(controller.signal),
    signal: controller.signal,
    close: () => {
      for (const [event, listener] of listeners) process.off(event, listener);
    },
  };
}

async function toldBy(signal: AbortSignal): Promise<StopCause> {
  if (!signal.aborted) await once(signal, 'abort');
  return signal.reason as StopCause;
}
