import { type Asked, tellEach } from '../asked.ts';
import { fieldOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { type PurchaseRecord, parseRecord } from './record.ts';
import { type Phase, readPhase } from './runs.ts';
import { byBucket, type PurchaseRef } from './transition.ts';

/** How a purchase stands: its record, and what was last wanted of its run; null where the ledger has none. */
export interface Standing {
  readonly record: PurchaseRecord | null;
  readonly phase: Phase | null;
}

/** Reads how many purchases stand, with one command for those that lie together. Each fails for itself. */
export function readStandings(ledger: Ledger, all: readonly Asked<PurchaseRef, Standing>[]): void {
  const phases = new Map<string, Promise<Phase | null>>();
  for (const { at, asked } of byBucket(all)) {
    const reading = phases.get(at.run) ?? readPhase(ledger, at.run);
    phases.set(at.run, reading);
    const fields = asked.map(({ question }) => fieldOf(question));
    const records = ledger.redis.hmget(runKeys(ledger.prefix, at.run).bucket(at.row), ...fields);
    const standings = Promise.all([records, reading]).then(([texts, phase]) =>
      texts.map((text) => ({ text, phase })),
    );
    tellEach(asked, standings, ({ text, phase }, purchase) => ({
      record: text === null ? null : parseRecord(purchase, text),
      phase,
    }));
  }
}
