import { checkUtf8 } from './check-utf8.ts';
import { type Entry, maxRowLength } from './entry.ts';
import type { ManifestSource } from './manifest-source.ts';
import { UnreadableManifest } from './problem.ts';
import {
  type CsvFault,
  type CsvFaultKind,
  type CsvRecord,
  recordSplitter,
  type SplitRecords,
} from './split-records.ts';

/** Reads a CSV manifest (RFC 4180): a header line, then one row a record; blank lines are left out. */
export async function* readCsv(source: ManifestSource): AsyncGenerator<readonly Entry[]> {
  const layout: Layout = { columns: null, row: 0 };
  const splitter = recordSplitter({ maxLength: maxRowLength });
  for await (const piece of checkUtf8(source.open())) yield* readRecords(splitter.take(piece), layout);
  yield* readRecords(splitter.end(), layout);
}

/** What is known of the file so far. */
interface Layout {
  columns: readonly string[] | null;
  /** Rows read. */
  row: number;
}

function* readRecords({ records, fault }: SplitRecords, layout: Layout): Generator<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const record of records) if (!isBlankLine(record)) entries.push(readRecord(record, layout));
  yield entries;
  if (fault) throw notCsv(fault, layout);
}

function readRecord({ line, cells }: CsvRecord, layout: Layout): Entry {
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

function isBlankLine({ cells }: CsvRecord): boolean {
  return cells.length === 1 && cells[0] === '';
}

function notCsv({ kind, line, cell }: CsvFault, { columns, row }: Layout): UnreadableManifest {
  const place = { row: columns ? row + 1 : null, line, column: columns?.[cell] ?? null };
  if (kind === 'too-long') {
    const message = `A row must be at most ${maxRowLength} characters long: got more from line ${line} on; is a quote left open there?`;
    return new UnreadableManifest({ ...place, code: 'row-too-long', message });
  }
  const message = `Cannot read row as CSV at line ${line}, cell ${cell + 1}: ${quoteAdvice[kind]}`;
  return new UnreadableManifest({ ...place, code: 'bad-csv', message });
}

const quoteAdvice: Readonly<Record<Exclude<CsvFaultKind, 'too-long'>, string>> = {
  'quote-left-open': 'a quote opens there and never closes',
  'text-after-quote': 'got text after a closing quote; a quote inside a quoted cell is written twice',
  'quote-inside-cell':
    'got a quote inside an unquoted cell; put the whole cell in quotes and write the quote twice',
};
