import type { ReportLine } from '../shared/outcome.ts';
import { describeParams } from './describe-params.ts';
import { inBatches } from './in-batches.ts';
import { type Colors, colorsFor, type TextOptions } from './text/colors.ts';
import { paintOf } from './text/paint-state.ts';
import { printable } from './text/printable.ts';
import { layOutTable, rowLine, type TextCell, type TextColumn, titleLine } from './text/text-table.ts';

/** The first so many lines decide how wide the columns are, and are waited for before anything is shown. */
const linesPerWrite = 200;

export interface TableOptions extends TextOptions {
  /** Columns of the terminal; null where there is none, and nothing is cut. */
  readonly screenWidth: number | null;
}

/** Writes a report as a table for people. Streams: its columns are as wide as the first lines need them. */
export async function* writeTable(
  lines: AsyncIterable<ReportLine>,
  { screenWidth, ...options }: TableOptions,
): AsyncGenerator<string> {
  const colors = colorsFor(options);
  let table: ReturnType<typeof layOutTable> | null = null;
  for await (const batch of inBatches(lines, linesPerWrite)) {
    const rows = batch.map((line) => cellsOf(line, colors));
    const title = table === null;
    table ??= layOutTable(columns, rows, screenWidth);
    const layout = table;
    yield (title ? titleLine(layout, colors.bold) : '') + rows.map((row) => rowLine(layout, row)).join('');
  }
}

const columns: readonly TextColumn[] = [
  { title: 'row', isRightAligned: true, minWidth: 5 },
  { title: 'reference', minWidth: 9 },
  { title: 'action', minWidth: 10 },
  { title: 'purchase', minWidth: 12 },
  { title: 'state', minWidth: 9 },
  { title: 'order', minWidth: 12 },
  { title: 'what to know', minWidth: 20 },
];

function cellsOf(line: ReportLine, colors: Colors): readonly TextCell[] {
  return [
    { text: line.index === 1 ? String(line.row) : `${line.row}.${line.index}` },
    { text: printable(line.reference ?? '') },
    { text: line.action },
    { text: printable(describeParams(line.action, line.params)) },
    { text: line.state, paint: paintOf(line.state, colors) },
    { text: printable(line.orderId ?? '') },
    { text: printable(remarkOn(line)) },
  ];
}

/** What a person most needs to know of a line beyond its state. */
function remarkOn({ errorCode, remedy, unpaidOrder, delivery, resourceIds }: ReportLine): string {
  if (errorCode !== null) {
    const unpaid = unpaidOrder === null ? '' : 'An unpaid order may be left. ';
    return `${errorCode}: ${unpaid}${remedy ?? ''}`;
  }
  if (delivery === 'pending') return 'Bought; the provider has not delivered it yet.';
  return resourceIds.join(' ');
}
