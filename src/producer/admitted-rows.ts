import { type LineBatch, lineBatches } from '../shared/ledger/line-batches.ts';
import { lineName } from '../shared/line.ts';
import type { CheckedRow } from '../shared/purchase.ts';

/** Where the purchases of a run are that was just admitted. */
export interface AdmittedRows {
  readonly add: (row: Pick<CheckedRow, 'row' | 'action' | 'account' | 'count'>) => void;
  /** All of them in row order, in batches of one line each. */
  readonly batches: () => Iterable<LineBatch>;
}

/**
 * Remembers where purchases are, two bytes for each row, so that they can be queued without asking the ledger for every
 * one of them again. `rows` is the number of the last row.
 */
export function admittedRows(rows: number): AdmittedRows {
  const lines: string[] = [];
  /** One more than the place of the row's line among the lines; 0 for a row that was not admitted. */
  const marks = new Uint16Array(rows + 1);
  const counts = new Map<number, number>();
  return {
    add: (admitted) => {
      const { row, count } = admitted;
      const name = lineName(admitted);
      const known = lines.indexOf(name);
      marks[row] = known === -1 ? lines.push(name) : known + 1;
      if (count !== 1) counts.set(row, count);
    },
    *batches() {
      const batches = lineBatches();
      for (const [row, mark] of marks.entries()) {
        const line = lines[mark - 1];
        if (line === undefined) continue;
        const count = counts.get(row) ?? 1;
        for (let index = 1; index <= count; index += 1) {
          const full = batches.add(line, { row, index });
          if (full) yield full;
        }
      }
      yield* batches.rest();
    },
  };
}
