import { type CsvError, type Parser, parse } from 'csv-parse';
import { checkUtf8 } from './check-utf8.ts';
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
  /** Where the next record begins. Counted here: csv-parse counts a CRLF inside quotes twice. */
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
async function* parseRecords(chunks: AsyncIterable<Buffer>, layout: Layout): AsyncGenerator<string[][]> {
  const records: string[][] = [];
  const parser = parse({
    // The longest first; the last is what Excel on a Mac may still write.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: maxRowLength,
    // Records leave through here, not through the stream, which would drop those before an error.
    on_record: (record: string[]) => {
      records.push(record);
      return null;
    },
  });
  const feed = feeder(parser);
  const take = () => records.splice(0);
  try {
    for await (const chunk of chunks) {
      const error = await feed(chunk);
      yield take();
      if (error) throw notCsv(error, layout);
    }
    const error = await feed('end');
    yield take();
    if (error) throw notCsv(error, layout);
  } finally {
    parser.destroy();
  }
}

/** Gives the parser one chunk, or the end, and tells once it has worked it off whether it found a fault. */
function feeder(parser: Parser): (chunk: Buffer | 'end') => Promise<CsvError | null> {
  let failure: CsvError | null = null;
  const closed = new Promise((resolve) => parser.once('close', resolve));
  parser.on('error', (error: CsvError) => {
    failure = error;
  });
  // Nothing comes out on the readable side, but it must be read for the stream to end.
  parser.resume();
  return async (chunk) => {
    if (chunk === 'end') parser.end();
    else await new Promise((resolve) => parser.write(chunk, resolve));
    if (chunk === 'end' || parser.destroyed) await closed;
    return failure;
  };
}

function notCsv(error: CsvError, { columns, row, line }: Layout): UnreadableManifest {
  const cell = typeof error.column === 'number' ? error.column : 0;
  const place = { row: columns ? row + 1 : null, line, column: columns?.[cell] ?? null };
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const message = `A row must be at most ${maxRowLength} characters long: got more from line ${line} on; is a quote left open there?`;
    return new UnreadableManifest({ ...place, code: 'row-too-long', message });
  }
  const advice = quoteAdvice[error.code];
  // Anything else is a bug of ours or of the library, and must not be taken for the user's.
  if (!advice) throw error;
  const message = `Cannot read row as CSV at line ${line}, cell ${cell + 1}: ${advice}`;
  return new UnreadableManifest({ ...place, code: 'bad-csv', message });
}

const quoteAdvice: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote opens there and never closes',
  CSV_INVALID_CLOSING_QUOTE: 'got text after a closing quote; a quote inside a quoted cell is written twice',
  INVALID_OPENING_QUOTE:
    'got a quote inside an unquoted cell; put the whole cell in quotes and write the quote twice',
};
