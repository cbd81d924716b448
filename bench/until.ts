import { setTimeout as delay } from 'node:timers/promises';

/** Asks now and then whether something is so; gives up after ten minutes. */
export async function until(isReached: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 600_000;
  while (!(await isReached())) {
    if (Date.now() > giveUpAt) throw new Error('Cannot wait any longer for a bench to come to its end');
    await delay(100);
  }
}
