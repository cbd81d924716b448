import type { FollowUp, ReportLine } from '../shared/outcome.ts';
import { describeParams } from './describe-params.ts';
import { handOverText } from './hand-over-text.ts';
import { inBatches } from './in-batches.ts';
import { type Colors, colorsFor, type TextOptions } from './text/colors.ts';
import { paintOf } from './text/paint-state.ts';
import { printable } from './text/printable.ts';
import { rowName } from './text/row-name.ts';
import {
  layOutTable,
  rowLine,
  type TextCell,
  type TextColumn,
  type TextTable,
  titleLine,
} from './text/text-table.ts';

/** The first so many lines decide how wide the columns are, and are waited for before anything is shown. */
const linesPerWrite = 200;

export interface TableOptions extends TextOptions {
  /** Actions of the run; where there is one alone, the lines do not repeat it. */
  readonly actions: readonly string[];
  /** Columns of the terminal; null where there is none, and nothing is cut. */
  readonly screenWidth: number | null;
}

/** Writes a report as a table for people. Streams: its columns are as wide as the first lines need them. */
export async function* writeTable(
  lines: AsyncIterable<ReportLine>,
  { actions, screenWidth, ...options }: TableOptions,
): AsyncGenerator<string> {
  const colors = colorsFor(options);
  const shownFields = fields.filter(({ column }) => column.title !== 'action' || actions.length > 1);
  const columns = shownFields.map(({ column }) => column);
  let table: TextTable | null = null;
  for await (const batch of inBatches(lines, linesPerWrite)) {
    const rows = batch.map((line) => shownFields.map(({ read }) => read(line, colors)));
    const title = table === null;
    table ??= layOutTable(columns, rows, screenWidth);
    const layout = table;
    yield (title ? titleLine(layout, colors.bold) : '') + rows.map((row) => rowLine(layout, row)).join('');
  }
}

interface Field {
  readonly column: TextColumn;
  readonly read: (line: ReportLine, colors: Colors) => TextCell;
}

const fields: readonly Field[] = [
  {
    column: { title: 'row', isRightAligned: true, isWhole: true, minWidth: 5 },
    read: (line) => ({ text: rowName(line) }),
  },
  { column: { title: 'reference', minWidth: 6 }, read: ({ reference }) => plain(reference) },
  { column: { title: 'action', minWidth: 8 }, read: ({ action }) => plain(action) },
  {
    column: { title: 'purchase', minWidth: 12 },
    read: ({ action, params }) => plain(describeParams(action, params)),
  },
  {
    column: { title: 'state', isWhole: true, minWidth: 9 },
    read: ({ state }, colors) => ({ text: state, paint: paintOf(state, colors) }),
  },
  { column: { title: 'order', minWidth: 8 }, read: ({ orderId }) => plain(orderId) },
  { column: { title: 'what to know', minWidth: 12, weight: 2 }, read: (line) => plain(remarkOn(line)) },
];

function plain(text: string | null): TextCell {
  return { text: printable(text ?? '') };
}

/** What a person most needs to know of a line beyond its state. */
function remarkOn(line: ReportLine): string {
  const { errorCode, errorMessage, remedy, unpaidOrder, delivery, resourceIds } = line;
  if (errorCode !== null) {
    const unpaid = unpaidOrder === null ? '' : 'An unpaid order may be left. ';
    // A remedy may say "what the message says", and evidence of a doubt stands nowhere else.
    const message = errorMessage ? ` (${errorMessage})` : '';
    return `${errorCode}: ${unpaid}${remedy ?? ''}${message}`;
  }
  if (delivery === 'pending') return 'Bought; the provider has not delivered it yet.';
  return [resourceIds.join(' '), followUpText(line.followUp)].filter((part) => part !== '').join('; ');
}

/** What became of the site, and what its owner has to enter. */
function followUpText(followUp: FollowUp | null): string {
  if (followUp === null) return '';
  const { action, state, zoneId, errorCode, remedy, errorMessage } = followUp;
  const known = `${action} ${state}${zoneId === null ? '' : ` ${zoneId}`}`;
  if (errorCode !== null) return `${known}: ${errorCode}: ${remedy ?? errorMessage ?? ''}`;
  const entries = handOverText(followUp);
  return `${known}${entries === '' ? '' : `, ${entries}`}${remedy === null ? '' : `: ${remedy}`}`;
}
