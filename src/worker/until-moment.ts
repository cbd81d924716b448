import { performance } from 'node:perf_hooks';
import { setTimeout as delay, setImmediate as immediately } from 'node:timers/promises';

/** How far a timer of Node may be off, by rounding. */
const timerErrorMs = 1;

/**
 * Waits for a moment of this process's clock (`performance.now()`): not a moment early, and hardly late. A timer alone is
 * off by a millisecond or two, either way.
 */
export async function untilMoment(atMs: number): Promise<void> {
  for (;;) {
    const leftMs = atMs - performance.now();
    if (leftMs <= 0) return;
    await (leftMs > timerErrorMs ? delay(leftMs - timerErrorMs) : immediately());
  }
}
