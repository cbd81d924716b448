import type { Position } from '../purchase.ts';
import { runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { readPositions } from './read-purchases.ts';
import type { PurchaseRecord } from './record.ts';
import type { RunRecord } from './runs.ts';

/** Rows that are read at once; as many as one bucket of the ledger is sure to hold. */
const rowsPerRead = 500;

/**
 * Reads a run's purchases in row order from any place in it, some at once. Of the rows before, and of those after what
 * the caller goes on to, nothing is read.
 */
export async function* readPurchasesFrom(
  ledger: Ledger,
  { run, rows }: RunRecord,
  from: Position,
): AsyncGenerator<readonly PurchaseRecord[]> {
  const hasCounts = (await ledger.redis.hlen(runKeys(ledger.prefix, run).rowCounts)) > 0;
  const firstSlice = Math.floor((from.row - 1) / rowsPerRead);
  for (let slice = firstSlice; slice * rowsPerRead < rows; slice += 1) {
    const first = slice * rowsPerRead + 1;
    const slicedRows = Array.from({ length: Math.min(rowsPerRead, rows - first + 1) }, (_, i) => first + i);
    const counts = hasCounts ? await readRowCounts(ledger, run, slicedRows) : [];
    for (const positions of positionsFrom(slicedRows, counts, from)) {
      yield await readPositions(ledger, run, positions);
    }
  }
}

function readRowCounts(ledger: Ledger, run: string, rows: readonly number[]): Promise<(string | null)[]> {
  return ledger.redis.hmget(runKeys(ledger.prefix, run).rowCounts, ...rows.map(String));
}

/** Made as they are asked for: five hundred rows may hold millions of purchases. */
function* positionsFrom(
  rows: readonly number[],
  counts: readonly (string | null)[],
  from: Position,
): Generator<Position[]> {
  let positions: Position[] = [];
  for (const [i, row] of rows.entries()) {
    if (row < from.row) continue;
    const last = Number(counts[i] ?? 1);
    for (let index = row === from.row ? from.index : 1; index <= last; index += 1) {
      positions.push({ row, index });
      if (positions.length < rowsPerRead) continue;
      yield positions;
      positions = [];
    }
  }
  if (positions.length > 0) yield positions;
}
