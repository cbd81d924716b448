import type { Counts } from '../../shared/ledger/read-counts.ts';
import { type PurchaseState, purchaseStates } from '../../shared/outcome.ts';
import type { Colors } from './colors.ts';
import { paintOf } from './paint-state.ts';
import { layOutTable, rowLine, type TextCell, titleLine } from './text-table.ts';
import { inDigits } from './words.ts';

/** How many purchases of each line are in each state, with totals; states that none is in are left out. */
export function actionTable(byLine: ReadonlyMap<string, Counts>, all: Counts, colors: Colors): string {
  const states = purchaseStates.filter((state) => all[state] > 0);
  const rows = Array.from(byLine, ([line, counts]) => countCells(line, counts, states, colors));
  if (byLine.size !== 1) rows.push(countCells('total', all, states, colors));
  const titles = ['', ...states, 'total'];
  const columns = titles.map((title, i) => ({ title, isRightAligned: i > 0, minWidth: 0 }));
  const table = layOutTable(columns, rows, null);
  return titleLine(table, colors.dim) + rows.map((row) => rowLine(table, row)).join('');
}

function countCells(
  name: string,
  counts: Counts,
  states: readonly PurchaseState[],
  colors: Colors,
): TextCell[] {
  const total = states.reduce((sum, state) => sum + counts[state], 0);
  return [
    { text: name },
    ...states.map((state) => {
      const text = inDigits(counts[state]);
      return counts[state] === 0 ? { text } : { text, paint: paintOf(state, colors) };
    }),
    { text: inDigits(total) },
  ];
}
