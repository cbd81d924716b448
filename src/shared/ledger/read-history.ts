import type { Position } from '../purchase.ts';
import { fieldOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { type Evidence, parseEvidence } from './record-head.ts';

/** One step of a purchase's life. */
export interface Step {
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly code: string | null;
}

/** What the ledger remembers of how one purchase came to stand where it stands. */
export interface History extends Evidence {
  /** Oldest first. Of a large run only the newest steps of all its purchases are kept. */
  readonly steps: readonly Step[];
}

/** Reads the history of one purchase; null where the run has none at that position. */
export async function readHistory(ledger: Ledger, run: string, position: Position): Promise<History | null> {
  const keys = runKeys(ledger.prefix, run);
  const field = fieldOf(position);
  const [stored, events] = await Promise.all([
    ledger.redis.hget(keys.bucket(position.row), field),
    ledger.redis.xrange(keys.events, '-', '+'),
  ]);
  if (stored === null) return null;
  const steps = events.flatMap(([id, pairs]) => {
    const values = valuesOf(pairs);
    // One event tells of all purchases that went the same way at once.
    return values.get('p')?.split(' ').includes(field) ? [stepOf(id, values)] : [];
  });
  return { ...parseEvidence(stored.slice(0, stored.indexOf('\n'))), steps };
}

function valuesOf(pairs: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (let i = 0; i + 1 < pairs.length; i += 2) values.set(pairs[i] ?? '', pairs[i + 1] ?? '');
  return values;
}

function stepOf(id: string, values: ReadonlyMap<string, string>): Step {
  return {
    atMs: Number(id.split('-')[0]),
    from: values.get('from') ?? '',
    to: values.get('to') ?? '',
    code: values.get('e') || null,
  };
}
