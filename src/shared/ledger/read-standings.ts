import { bucketOf, fieldOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { type PurchaseRecord, parseRecord } from './record.ts';
import { type Phase, readPhase } from './runs.ts';
import type { PurchaseRef } from './transition.ts';

/** How a purchase stands: its record, and what was last wanted of its run; null where the ledger has none. */
export interface Standing {
  readonly record: PurchaseRecord | null;
  readonly phase: Phase | null;
}

/** Reads how many purchases stand, with one command for those that lie together. Each fails for itself. */
export function readStandings(ledger: Ledger, purchases: readonly PurchaseRef[]): Promise<Standing>[] {
  const phases = new Map<string, Promise<Phase | null>>();
  const reads = new Map<string, Read>();
  const places = purchases.map((at) => {
    const place = `${at.run} ${bucketOf(at.row)}`;
    const read = reads.get(place) ?? { at, fields: [] };
    reads.set(place, read);
    if (!phases.has(at.run)) phases.set(at.run, readPhase(ledger, at.run));
    return { at, read, nth: read.fields.push(fieldOf(at)) - 1 };
  });
  const stored = new Map<Read, Promise<readonly [readonly (string | null)[], Phase | null]>>();
  for (const read of reads.values()) {
    const { run, row } = read.at;
    const records = ledger.redis.hmget(runKeys(ledger.prefix, run).bucket(row), ...read.fields);
    stored.set(read, Promise.all([records, phases.get(run) ?? null]));
  }
  return places.map(async ({ at, read, nth }) => {
    const [texts, phase] = (await stored.get(read)) ?? [[], null];
    const text = texts[nth] ?? null;
    return { record: text === null ? null : parseRecord(at, text), phase };
  });
}

/** One command: the purchases that lie with `at`. */
interface Read {
  readonly at: PurchaseRef;
  readonly fields: string[];
}
