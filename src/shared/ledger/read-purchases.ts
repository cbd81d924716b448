import { fewAhead } from '../few-ahead.ts';
import { comparePositions, type Position } from '../purchase.ts';
import { fieldOf, positionOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import type { PurchaseRecord } from './record.ts';
import { parseHeadOf, parseRecord } from './record.ts';
import type { RecordHead } from './record-head.ts';
import { readRun } from './runs.ts';

const rowsPerRead = 500;
/** Asked for before they are wanted, so that Redis reads while what was read is worked on. */
const readsAhead = 2;

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

export interface ReadOptions {
  /** The last row first; otherwise in row order. */
  readonly lastFirst?: boolean;
}

/** Reads a run's purchases one by one, some hundred at a time. */
export async function* readPurchases(
  ledger: Ledger,
  run: string,
  options: ReadOptions = {},
): AsyncGenerator<PurchaseRecord> {
  for await (const batch of readPurchaseBatches(ledger, run, options)) {
    // Not `yield*`, which waits several times for each value of an array.
    for (const purchase of batch) yield purchase;
  }
}

/** Reads a run's purchases in batches of some hundred; for whoever has millions of them to go through. */
export function readPurchaseBatches(
  ledger: Ledger,
  run: string,
  options: ReadOptions = {},
): AsyncGenerator<readonly PurchaseRecord[]> {
  return readBatches(ledger, run, options, parseRecord);
}

/** A purchase as far as the changing part of its record tells. */
export interface HeadAt extends Position {
  readonly head: RecordHead;
}

/** The same, of each no more than the changing part: for whoever asks what state they are in. */
export function readHeadBatches(
  ledger: Ledger,
  run: string,
  options: ReadOptions = {},
): AsyncGenerator<readonly HeadAt[]> {
  return readBatches(ledger, run, options, ({ row, index }, stored) => ({
    row,
    index,
    head: parseHeadOf(stored),
  }));
}

/** A purchase as it is stored. */
export interface StoredAt extends Position {
  readonly stored: string;
}

/** The same, not read at all: for whoever copies them. */
export function readStoredBatches(ledger: Ledger, run: string): AsyncGenerator<readonly StoredAt[]> {
  return readBatches(ledger, run, {}, ({ row, index }, stored) => ({ row, index, stored }));
}

async function* readBatches<Read>(
  ledger: Ledger,
  run: string,
  { lastFirst = false }: ReadOptions,
  parse: (position: Position, stored: string) => Read,
): AsyncGenerator<readonly Read[]> {
  const record = await readRun(ledger, run);
  if (!record) return;
  const counts = await ledger.redis.hgetall(runKeys(ledger.prefix, run).rowCounts);
  const batches = batchesOf(record.rows, counts, lastFirst);
  yield* fewAhead(batches, readsAhead, (batch) => readStored(ledger, run, batch, parse));
}

/** Whether any row of the run asks for more than one purchase. */
export async function hasRowCounts(ledger: Ledger, run: string): Promise<boolean> {
  return (await ledger.redis.exists(runKeys(ledger.prefix, run).rowCounts)) === 1;
}

/** Positions of purchases that only a look at the provider can complete, in row order. */
export async function readOpenQuestions(ledger: Ledger, run: string): Promise<Position[]> {
  const fields = await ledger.redis.zrange(runKeys(ledger.prefix, run).questions, '0', '-1');
  return fields.map(positionOf).sort(comparePositions);
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

/** What is read at once, batch by batch; made as it is asked for, as there may be millions of positions. */
function* batchesOf(rows: number, counts: Record<string, string>, lastFirst: boolean): Generator<Position[]> {
  const slices = Math.ceil(rows / rowsPerRead);
  for (let i = 0; i < slices; i += 1) {
    const positions = positionsOf(lastFirst ? slices - 1 - i : i, rows, counts);
    if (lastFirst) positions.reverse();
    for (let start = 0; start < positions.length; start += rowsPerRead) {
      yield positions.slice(start, start + rowsPerRead);
    }
  }
}

/** The positions of one slice of rows; a slice never leaves a bucket of the ledger. */
function positionsOf(slice: number, rows: number, counts: Record<string, string>): Position[] {
  const positions: Position[] = [];
  const last = Math.min((slice + 1) * rowsPerRead, rows);
  for (let row = slice * rowsPerRead + 1; row <= last; row += 1) {
    const count = Number(counts[row] ?? 1);
    for (let index = 1; index <= count; index += 1) positions.push({ row, index });
  }
  return positions;
}

/** Reads purchases of one bucket; those that are not there are left out. */
export function readPositions(
  ledger: Ledger,
  run: string,
  positions: readonly Position[],
): Promise<PurchaseRecord[]> {
  return readStored(ledger, run, positions, parseRecord);
}

/** The same, each record as it is stored. */
export function readStoredPositions(
  ledger: Ledger,
  run: string,
  positions: readonly Position[],
): Promise<StoredAt[]> {
  return readStored(ledger, run, positions, ({ row, index }, stored) => ({ row, index, stored }));
}

async function readStored<Read>(
  ledger: Ledger,
  run: string,
  positions: readonly Position[],
  parse: (position: Position, stored: string) => Read,
): Promise<Read[]> {
  const first = positions[0];
  if (!first) return [];
  const bucket = runKeys(ledger.prefix, run).bucket(first.row);
  const stored = await ledger.redis.hmget(bucket, ...positions.map(fieldOf));
  return positions.flatMap((position, i) => {
    const text = stored[i];
    return typeof text === 'string' ? [parse(position, text)] : [];
  });
}
