import { fieldOf, runKeys } from './keys.ts';
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
  const places = purchases.map(({ run, row, index }) => {
    const bucket = runKeys(ledger.prefix, run).bucket(row);
    const read = reads.get(bucket) ?? { fields: [] };
    reads.set(bucket, read);
    if (!phases.has(run)) phases.set(run, readPhase(ledger, run));
    return { bucket, place: read.fields.push(fieldOf({ row, index })) - 1 };
  });
  const stored = new Map(
    Array.from(reads, ([bucket, { fields }]) => [bucket, ledger.redis.hmget(bucket, ...fields)]),
  );
  return places.map(async ({ bucket, place }, i) => {
    const purchase = purchases[i] as PurchaseRef;
    const [texts, phase] = await Promise.all([stored.get(bucket), phases.get(purchase.run)]);
    const text = texts?.[place] ?? null;
    return { record: text === null ? null : parseRecord(purchase, text), phase: phase ?? null };
  });
}

interface Read {
  readonly fields: string[];
}
