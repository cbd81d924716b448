import { checkUtf8 } from './check-utf8.ts';
import { type CsvFault, type CutRecords, cutRecords } from './cut-records.ts';
import { type Entry, maxRowLength } from './entry.ts';
import type { ManifestSource } from './manifest-source.ts';
import { UnreadableManifest } from './problem.ts';

/** Reads a CSV manifest (RFC 4180): a header line, then one row a record; blank lines are left out. */
export async function* readCsv(source: ManifestSource): AsyncGenerator<readonly Entry[]> {
  const layout: Layout = { columns: null, row: 0, line: 1 };
  for await (const records of parseRecords(checkUtf8(source.open()), layout)) {
    const entries: Entry[] = [];
    for (const cells of records) {
      if (!isBlankLine(cells)) entries.push(readRecord(cells, layout));
      layout.line += lineCount(cells);
    }
    yield entries;
  }
}

/** What is known of the file so far. */
interface Layout {
  columns: readonly string[] | null;
  /** Rows read. */
  row: number;
  /** Where the next record begins. */
  line: number;
}

function readRecord(cells: readonly string[], layout: Layout): Entry {
  const { line } = layout;
  if (!layout.columns) {
    layout.columns = readHeader(cells, line);
    return { kind: 'header', line, columns: layout.columns };
  }
  layout.row += 1;
  const { row, columns } = layout;
  if (cells.length === columns.length) return { kind: 'cells', row, line, cells };
  const message = `Line ${line} must have ${columns.length} cells, as the header has: got ${cells.length}`;
  return { kind: 'problem', problem: { row, line, column: null, code: 'ragged-line', message } };
}

function readHeader(cells: readonly string[], line: number): readonly string[] {
  const columns = cells.map((cell) => cell.trim());
  const [only = ''] = columns;
  const separator =
    columns.length === 1 ? [';', '\t'].find((character) => only.includes(character)) : undefined;
  if (separator === undefined) return columns;
  const got = separator === '\t' ? 'tabs' : 'semicolons';
  const message = `Cells must be separated by commas: got ${got}, save the file as comma-separated CSV`;
  throw new UnreadableManifest({ row: null, line, column: null, code: 'bad-csv', message });
}

function isBlankLine(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0] === '';
}

/** A line break inside a record is always inside one of its cells. */
function lineCount(cells: readonly string[]): number {
  let count = 1;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count++;
  }
  return count;
}

/** Gives the records of each chunk, then throws UnreadableManifest if the chunk holds what is not CSV. */
async function* parseRecords(
  chunks: AsyncIterable<Buffer>,
  layout: Layout,
): AsyncGenerator<CutRecords['records']> {
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + chunk.toString('utf8');
    const cut = cutRecords(text, { isEnd: false, maxLength: maxRowLength });
    yield cut.records;
    if (cut.fault) throw notCsv(cut.fault, layout);
    rest = text.slice(cut.rest);
  }
  const cut = cutRecords(rest, { isEnd: true, maxLength: maxRowLength });
  yield cut.records;
  if (cut.fault) throw notCsv(cut.fault, layout);
}

function notCsv({ kind, cell }: CsvFault, { columns, row, line }: Layout): UnreadableManifest {
  const place = { row: columns ? row + 1 : null, line, column: columns?.[cell] ?? null };
  if (kind === 'too-long') {
    const message = `A row must be at most ${maxRowLength} characters long: got more from line ${line} on; is a quote left open there?`;
    return new UnreadableManifest({ ...place, code: 'row-too-long', message });
  }
  const message = `Cannot read row as CSV at line ${line}, cell ${cell + 1}: ${quoteAdvice[kind]}`;
  return new UnreadableManifest({ ...place, code: 'bad-csv', message });
}

const quoteAdvice: Readonly<Record<Exclude<CsvFault['kind'], 'too-long'>, string>> = {
  'quote-never-closed': 'a quote opens there and never closes',
  'text-after-quote': 'got text after a closing quote; a quote inside a quoted cell is written twice',
  'quote-inside-cell':
    'got a quote inside an unquoted cell; put the whole cell in quotes and write the quote twice',
};
