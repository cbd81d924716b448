import { lineName } from '../shared/line.ts';
import type { LineOutlook } from './read-line-outlook.ts';
import { type Colors, colorsFor, type TextOptions } from './text/colors.ts';
import { explainHolds } from './text/explain-holds.ts';
import { layOutTable, rowLine, type TextCell, type TextColumn, titleLine } from './text/text-table.ts';

/** What each line is held to and what it makes, as a table; below it why any is held. */
export function writeRates(outlooks: readonly LineOutlook[], options: TextOptions): string {
  const colors = colorsFor(options);
  const rows = outlooks.map((outlook) => cellsOf(outlook, colors));
  const table = layOutTable(columns, rows, null);
  const holds = outlooks.flatMap(({ hold }) => hold ?? []);
  return [
    titleLine(table, colors.bold),
    ...rows.map((row) => rowLine(table, row)),
    ...(holds.length > 0 ? [`\n${colors.red('Stopped')}\n`, explainHolds(holds, colors)] : []),
  ].join('');
}

const columns: readonly TextColumn[] = [
  { title: 'action', minWidth: 6 },
  { title: 'held to', isRightAligned: true, minWidth: 7 },
  { title: 'set by hand', isRightAligned: true, minWidth: 11 },
  { title: 'makes', isRightAligned: true, minWidth: 5 },
  { title: 'workers', isRightAligned: true, minWidth: 7 },
  { title: 'state', minWidth: 5 },
];

function cellsOf(
  { line, limit, setByHand, reached, workers, hold, widening }: LineOutlook,
  colors: Colors,
): TextCell[] {
  return [
    { text: lineName(line) },
    { text: `${limit}/s` },
    { text: setByHand === null ? '' : `${setByHand}/s` },
    { text: `${reached.toFixed(1)}/s` },
    { text: String(workers) },
    hold === null
      ? { text: widening > 1 ? `${widening.toFixed(2)} times wider apart after RequestLimitExceeded` : '' }
      : { text: 'held', paint: colors.red },
  ];
}
