import { type Notifier, startNotifier } from '../notify/start-notifier.ts';
import type { Config } from '../shared/config.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Log } from '../shared/log.ts';
import { withLedger } from './open-ledger.ts';

/** Tells people what happens for as long as a process lives; null where nobody is to be told. */
export function tellOf(ledger: Ledger, { webhook }: Config, log: Log): Notifier | null {
  return webhook === null ? null : startNotifier({ ledger, settings: webhook, log });
}

/** The same while `body` runs, on a connection of its own: one that answers people gives up where this one waits. */
export async function tellOfWhile<Value>(
  config: Config,
  log: Log,
  body: () => Promise<Value>,
): Promise<Value> {
  if (config.webhook === null) return body();
  const tellMeanwhile = async (ledger: Ledger) => {
    const notifier = tellOf(ledger, config, log);
    try {
      return await body();
    } finally {
      await notifier?.close();
    }
  };
  return withLedger(config, tellMeanwhile, { role: 'worker' });
}
