import { type ActionBatch, actionBatches } from '../shared/ledger/action-batches.ts';
import type { CheckedRow } from '../shared/purchase.ts';

/** Where the purchases of a run are that was just admitted. */
export interface AdmittedRows {
  readonly add: (row: Pick<CheckedRow, 'row' | 'action' | 'count'>) => void;
  /** All of them in row order, in batches of one action each. */
  readonly batches: () => Iterable<ActionBatch>;
}

/**
 * Remembers where purchases are, one byte for each row, so that they can be queued without asking the ledger for every
 * one of them again. `rows` is the number of the last row.
 */
export function admittedRows(rows: number): AdmittedRows {
  const actions: string[] = [];
  /** One more than the place of the row's action among the actions; 0 for a row that was not admitted. */
  const marks = new Uint8Array(rows + 1);
  const counts = new Map<number, number>();
  return {
    add: ({ row, action, count }) => {
      const known = actions.indexOf(action);
      marks[row] = known === -1 ? actions.push(action) : known + 1;
      if (count !== 1) counts.set(row, count);
    },
    *batches() {
      const batches = actionBatches();
      for (const [row, mark] of marks.entries()) {
        const action = actions[mark - 1];
        if (action === undefined) continue;
        const count = counts.get(row) ?? 1;
        for (let index = 1; index <= count; index += 1) {
          const full = batches.add(action, { row, index });
          if (full) yield full;
        }
      }
      yield* batches.rest();
    },
  };
}
