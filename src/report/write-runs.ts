import type { RunStatus } from '../shared/run.ts';
import { type Colors, colorsFor, type TextOptions } from './text/colors.ts';
import { labelsText } from './text/labels-text.ts';
import { paintOf } from './text/paint-state.ts';
import { printable } from './text/printable.ts';
import { layOutTable, rowLine, type TextCell, type TextColumn, titleLine } from './text/text-table.ts';
import { inDigits } from './text/words.ts';

export interface RunsOptions extends TextOptions {
  /** Columns of the terminal; null where there is none, and nothing is cut. */
  readonly screenWidth: number | null;
}

/** The runs as a table, in the order given; one sentence when there are none. */
export function writeRuns(statuses: readonly RunStatus[], { screenWidth, ...options }: RunsOptions): string {
  if (statuses.length === 0) return 'There are no runs yet. `tcbatch submit MANIFEST` makes one.\n';
  const colors = colorsFor(options);
  const has = { labels: statuses.some(isLabelled), skipped: statuses.some(hasSkipped) };
  const rows = statuses.map((status) => cellsOf(status, colors, has));
  const shown = columns.filter(
    (column) => (column !== labelColumn || has.labels) && (column !== skippedColumn || has.skipped),
  );
  const table = layOutTable(shown, rows, screenWidth);
  return titleLine(table, colors.bold) + rows.map((row) => rowLine(table, row)).join('');
}

// Left out where there is nothing to say in them.
const skippedColumn: TextColumn = { title: 'skipped', isWhole: true, isRightAligned: true, minWidth: 7 };
const labelColumn: TextColumn = { title: 'labels', minWidth: 8 };

const columns: readonly TextColumn[] = [
  { title: 'run', isWhole: true, minWidth: 13 },
  { title: 'state', isWhole: true, minWidth: 10 },
  { title: 'total', isWhole: true, isRightAligned: true, minWidth: 5 },
  { title: 'succeeded', isWhole: true, isRightAligned: true, minWidth: 9 },
  skippedColumn,
  { title: 'failed', isWhole: true, isRightAligned: true, minWidth: 6 },
  { title: 'in-doubt', isWhole: true, isRightAligned: true, minWidth: 8 },
  { title: 'submitted', minWidth: 10 },
  { title: 'name', minWidth: 8 },
  labelColumn,
  { title: 'manifest', minWidth: 8 },
];

function cellsOf(
  { run, state, total, counts, submittedAt, name, labels, manifest }: RunStatus,
  colors: Colors,
  has: { readonly labels: boolean; readonly skipped: boolean },
): TextCell[] {
  return [
    { text: run },
    { text: state, paint: paintOf(state, colors) },
    { text: inDigits(total) },
    { text: inDigits(counts.succeeded) },
    ...(has.skipped ? [{ text: inDigits(counts.skipped) }] : []),
    { text: inDigits(counts.failed), ...(counts.failed > 0 ? { paint: colors.red } : {}) },
    { text: inDigits(counts['in-doubt']), ...(counts['in-doubt'] > 0 ? { paint: colors.yellow } : {}) },
    { text: submittedAt.replace(/\.\d+Z$/, 'Z') },
    { text: printable(name ?? '') },
    ...(has.labels ? [{ text: labelsText(labels) }] : []),
    { text: printable(manifest) },
  ];
}

function hasSkipped({ counts }: RunStatus): boolean {
  return counts.skipped > 0;
}

function isLabelled({ labels }: RunStatus): boolean {
  return Object.keys(labels).length > 0;
}
