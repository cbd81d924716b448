import { cutToWidth, displayWidth } from './display-width.ts';

export interface TextColumn {
  readonly title: string;
  readonly isRightAligned?: boolean;
  /** How narrow it may become where the screen is. */
  readonly minWidth: number;
}

/** One cell: what it says, and how it is coloured once it has its width. */
export interface TextCell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface TextTable {
  readonly columns: readonly TextColumn[];
  /** Cells of the terminal for each column. */
  readonly widths: readonly number[];
  /** What is too wide is cut rather than pushing its line out of shape. */
  readonly isCut: boolean;
}

/** Lays a table out by a sample of its rows; `screenWidth` null lets it be as wide as it likes. */
export function layOutTable(
  columns: readonly TextColumn[],
  sample: readonly (readonly TextCell[])[],
  screenWidth: number | null,
): TextTable {
  const widths = columns.map(({ title }, i) =>
    sample.reduce((width, row) => Math.max(width, displayWidth(row[i]?.text ?? '')), displayWidth(title)),
  );
  if (screenWidth !== null) shrink(widths, columns, screenWidth - gap.length * (columns.length - 1));
  return { columns, widths, isCut: screenWidth !== null };
}

/** The line above the rows. */
export function titleLine(table: TextTable, paint: (text: string) => string): string {
  return rowLine(
    table,
    table.columns.map(({ title }) => ({ text: title, paint })),
  );
}

/** One row as a line, its newline included. */
export function rowLine({ columns, widths, isCut }: TextTable, row: readonly TextCell[]): string {
  const cells = columns.map((column, i) => {
    const { text = '', paint = asItIs } = row[i] ?? {};
    const width = widths[i] ?? 0;
    const shown = isCut ? cutToWidth(text, width) : text;
    const padding = ' '.repeat(Math.max(0, width - displayWidth(shown)));
    return column.isRightAligned ? `${padding}${paint(shown)}` : `${paint(shown)}${padding}`;
  });
  return `${cells.join(gap).trimEnd()}\n`;
}

const gap = '  ';

/** Takes from the widest column first, as it can spare most. */
function shrink(widths: number[], columns: readonly TextColumn[], available: number): void {
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - available; excess > 0; excess -= 1) {
    let widest = -1;
    for (const [i, width] of widths.entries()) {
      const canSpare = width > (columns[i]?.minWidth ?? 0);
      if (canSpare && width > (widths[widest] ?? 0)) widest = i;
    }
    if (widest === -1) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

function asItIs(text: string): string {
  return text;
}
