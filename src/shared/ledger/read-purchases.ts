import type { Position } from '../purchase.ts';
import { fieldOf, positionOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import type { PurchaseRecord } from './record.ts';
import { parseRecord } from './record.ts';
import { readRun } from './runs.ts';

const rowsPerRead = 500;

/** Reads one purchase; null where the run has none at that position. */
export async function readPurchase(
  ledger: Ledger,
  run: string,
  position: Position,
): Promise<PurchaseRecord | null> {
  const bucket = runKeys(ledger.prefix, run).bucket(position.row);
  const stored = await ledger.redis.hget(bucket, fieldOf(position));
  return stored === null ? null : parseRecord(position, stored);
}

/** Reads a run's purchases in row order as a stream, some hundred at a time. */
export async function* readPurchases(ledger: Ledger, run: string): AsyncGenerator<PurchaseRecord> {
  const record = await readRun(ledger, run);
  if (!record) return;
  const counts = await ledger.redis.hgetall(runKeys(ledger.prefix, run).rowCounts);
  for (const positions of batchesOf(record.rows, counts)) {
    yield* await readPositions(ledger, run, positions);
  }
}

/** Positions of purchases that only a look at the provider can complete, in row order. */
export async function readOpenQuestions(ledger: Ledger, run: string): Promise<Position[]> {
  const fields = await ledger.redis.zrange(runKeys(ledger.prefix, run).questions, '0', '-1');
  return fields.map(positionOf).sort((a, b) => a.row - b.row || a.index - b.index);
}

/** Positions whose attempt is open. */
export async function readSending(ledger: Ledger, run: string): Promise<Position[]> {
  return (await ledger.redis.zrange(runKeys(ledger.prefix, run).open, '0', '-1')).map(positionOf);
}

/** Positions whose open attempt is past its deadline, by the clock of Redis. */
export async function readOverdue(ledger: Ledger, run: string): Promise<Position[]> {
  const [seconds, microseconds] = await ledger.redis.time();
  const nowMs = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
  const fields = await ledger.redis.zrangebyscore(runKeys(ledger.prefix, run).open, '-inf', nowMs);
  return fields.map(positionOf);
}

/** Positions in row order, cut into batches that never leave a bucket of the ledger. */
function* batchesOf(rows: number, counts: Record<string, string>): Generator<Position[]> {
  for (let first = 1; first <= rows; first += rowsPerRead) {
    let batch: Position[] = [];
    for (let row = first; row < first + rowsPerRead && row <= rows; row += 1) {
      const count = Number(counts[row] ?? 1);
      for (let index = 1; index <= count; index += 1) {
        batch.push({ row, index });
        if (batch.length === rowsPerRead) {
          yield batch;
          batch = [];
        }
      }
    }
    if (batch.length > 0) yield batch;
  }
}

async function readPositions(
  ledger: Ledger,
  run: string,
  positions: readonly Position[],
): Promise<PurchaseRecord[]> {
  const first = positions[0];
  if (!first) return [];
  const bucket = runKeys(ledger.prefix, run).bucket(first.row);
  const stored = await ledger.redis.hmget(bucket, ...positions.map(fieldOf));
  return positions.flatMap((position, i) => {
    const text = stored[i];
    return typeof text === 'string' ? [parseRecord(position, text)] : [];
  });
}
