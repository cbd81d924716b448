import { setTimeout as delay } from 'node:timers/promises';

/** How often a condition is looked at that nobody announces. */
const lookEveryMs = 50;

/** Resolves once a condition holds; how long that may take is the test's own limit to say. */
export async function until(what: string, isReached: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAtMs = Date.now() + 170_000;
  while (!(await isReached())) {
    if (Date.now() > giveUpAtMs) throw new Error(`Cannot wait any longer until ${what}`);
    await delay(lookEveryMs);
  }
}
