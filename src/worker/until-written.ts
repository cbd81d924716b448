import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

/**
 * Writes what happened to the ledger, for as long as it takes: what was learned of a purchase is never dropped
 * because Redis is away, full or read-only. Every transition may be written twice without harm.
 */
export async function untilWritten<T>(log: Logger, write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      log.error({ err: error, tries }, 'Cannot write to the ledger yet, keeping the outcome');
      await delay(Math.min(250 * tries, 5000));
    }
  }
}
