import { cutToWidth, displayWidth } from './display-width.ts';

export interface TextColumn {
  readonly title: string;
  readonly isRightAligned?: boolean;
  /** It is at least this wide, and no narrower on a narrow screen. */
  readonly minWidth: number;
  /** Never shrunk nor cut, as half of it would be wrong rather than short. */
  readonly isWhole?: boolean;
  /** How much more of a narrow screen it gets than others; 1 unless told. */
  readonly weight?: number;
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
  const widths = columns.map(({ title, minWidth }, i) =>
    sample.reduce(
      (width, row) => Math.max(width, displayWidth(row[i]?.text ?? '')),
      Math.max(minWidth, displayWidth(title)),
    ),
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
    const shown = isCut && !column.isWhole ? cutToWidth(text, width) : text;
    const padding = ' '.repeat(Math.max(0, width - displayWidth(shown)));
    const painted = shown === '' ? '' : paint(shown);
    return column.isRightAligned ? `${padding}${painted}` : `${painted}${padding}`;
  });
  return `${cells.join(gap).trimEnd()}\n`;
}

const gap = '  ';

/** Takes from the column that is widest for its weight first, as it can spare most. */
function shrink(widths: number[], columns: readonly TextColumn[], available: number): void {
  const excess = widths.reduce((sum, width) => sum + width, 0) - available;
  for (let taken = 0; taken < excess; taken += 1) {
    let spare = { column: -1, share: 0 };
    for (const [i, { minWidth, isWhole, weight = 1 }] of columns.entries()) {
      const width = widths[i] ?? 0;
      if (!isWhole && width > minWidth && width / weight > spare.share)
        spare = { column: i, share: width / weight };
    }
    if (spare.column === -1) return;
    widths[spare.column] = (widths[spare.column] ?? 0) - 1;
  }
}

function asItIs(text: string): string {
  return text;
}
