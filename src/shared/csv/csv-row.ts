const needsQuotes = /[",\r\n]/;

/** One record of a CSV file (RFC 4180), its line end included. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

/** One cell of a record. */
export function csvCell(text: string): string {
  return text !== '' && needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
