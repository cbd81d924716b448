type Cell = string | number;

/** A table as Markdown has it, its columns aligned as the formatter aligns them. */
export function markdownTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(escaped));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const [first = [], ...others] = cells;
  const rule = widths.map((width) => '-'.repeat(width));
  return [first, rule, ...others].map((row) => line(row, widths)).join('\n');
}

function escaped(value: Cell): string {
  return String(value).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function line(row: readonly string[], widths: readonly number[]): string {
  return `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
}

/** Text to be read as it stands. */
export function code(text: Cell): string {
  return `\`${text}\``;
}
