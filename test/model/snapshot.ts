import { fieldOf, positionOf, runKeys } from '../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { type PurchaseRecord, parseRecord } from '../../src/shared/ledger/record.ts';

/** All that the ledger keeps of one run, read at one moment. */
export interface Snapshot {
  readonly phase: string;
  readonly isFinished: boolean;
  /** By field. */
  readonly rows: ReadonlyMap<string, PurchaseRecord>;
  readonly counts: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** Field and deadline, in turn. */
  readonly open: readonly string[];
  readonly questions: readonly string[];
}

/** Reads a run of fewer than a thousand rows. */
export async function readSnapshot({ redis, prefix }: Ledger, run: string): Promise<Snapshot> {
  const keys = runKeys(prefix, run);
  const [stored, phase, finishedAt, counts, errors, open, questions] = await Promise.all([
    redis.hgetall(keys.bucket(1)),
    redis.hget(keys.run, 'phase'),
    redis.hget(keys.run, 'finishedAt'),
    redis.hgetall(keys.counts),
    redis.hgetall(keys.errors),
    redis.zrange(keys.open, '0', '-1', 'WITHSCORES'),
    redis.zrange(keys.questions, '0', '-1'),
  ]);
  const rows = Object.entries(stored).map(
    ([field, text]) => [field, parseRecord(positionOf(field), text)] as const,
  );
  return {
    phase: phase ?? '',
    isFinished: finishedAt !== null,
    rows: new Map(rows),
    counts,
    errors,
    open,
    questions,
  };
}

/** The record of a purchase that the model admitted. */
export function rowAt({ rows }: Snapshot, position: { row: number; index: number }): PurchaseRecord {
  const record = rows.get(fieldOf(position));
  if (!record) throw new Error(`purchase ${fieldOf(position)} is gone`);
  return record;
}
