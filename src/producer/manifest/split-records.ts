/** One record of CSV: its cells, unchanged, and the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

export type CsvFaultKind = 'quote-left-open' | 'text-after-quote' | 'quote-inside-cell' | 'too-long';

/** Where a text stops being CSV: in the record that begins on `line`, in the cell of that index. */
export interface CsvFault {
  readonly kind: CsvFaultKind;
  readonly line: number;
  readonly cell: number;
}

/** What a piece of the text brought to its end. Behind a fault nothing can be read. */
export interface SplitRecords {
  readonly records: readonly CsvRecord[];
  readonly fault: CsvFault | null;
}

/** Takes CSV in pieces of whole UTF-8 characters; `end` gives what stands behind the last line end. */
export interface RecordSplitter {
  readonly take: (piece: Buffer) => SplitRecords;
  readonly end: () => SplitRecords;
}

/**
 * Splits CSV (RFC 4180) into records, strictly: a quote may stand at the start of a cell alone, and behind the one
 * that closes it only a comma or a line end. A line may end in CRLF, LF or CR. Holds one piece and one record of at
 * most `maxLength` characters.
 */
export function recordSplitter({ maxLength }: { maxLength: number }): RecordSplitter {
  let rest = '';
  let line = 1;
  const split = (text: string, isEnd: boolean): SplitRecords => {
    const scan = startScan(text, { line, isEnd });
    const records: CsvRecord[] = [];
    let start = 0;
    while (start < text.length && takeRecord(scan) && scan.at - start <= maxLength) {
      records.push({ line, cells: scan.cells });
      scan.cells = [];
      line = scan.line;
      start = scan.at;
    }
    rest = text.slice(start);
    const kind = scan.fault ?? (rest.length > maxLength ? 'too-long' : null);
    return { records, fault: kind && { kind, line, cell: scan.cells.length } };
  };
  return {
    // Joined as bytes: a string that was joined is slower to search than one that was read whole.
    take: (piece) => split(Buffer.concat([Buffer.from(rest), piece]).toString('utf8'), false),
    end: () => split(rest, true),
  };
}

/** How far into a text the search for records has come. */
interface Scan {
  readonly text: string;
  /** No more text follows. */
  readonly isEnd: boolean;
  at: number;
  /** Of the place `at`. */
  line: number;
  /** Of the record that is being read. */
  cells: string[];
  fault: CsvFaultKind | null;
  /** Where each character that means something stands next, as far as was looked; the text's length: nowhere. */
  comma: number;
  lineFeed: number;
  carriageReturn: number;
  quote: number;
}

function startScan(text: string, { line, isEnd }: { line: number; isEnd: boolean }): Scan {
  const nothingFound = { comma: -1, lineFeed: -1, carriageReturn: -1, quote: -1 };
  return { text, isEnd, at: 0, line, cells: [], fault: null, ...nothingFound };
}

/** Reads one record with its line end; false when the text ends within it or breaks a rule. */
function takeRecord(scan: Scan): boolean {
  for (;;) {
    if (scan.quote < scan.at) scan.quote = find('"', scan.text, scan.at);
    const isQuoted = scan.quote === scan.at && scan.at < scan.text.length;
    if (!(isQuoted ? takeQuoted(scan) : takePlain(scan))) return false;
    if (scan.at !== scan.comma || scan.at === scan.text.length) return takeLineEnd(scan);
    scan.at += 1;
  }
}

function takePlain(scan: Scan): boolean {
  const end = findCellEnd(scan, scan.at);
  if (scan.quote < end) return refuse(scan, 'quote-inside-cell');
  if (end === scan.text.length && !scan.isEnd) return false;
  scan.cells.push(scan.text.slice(scan.at, end));
  scan.at = end;
  return true;
}

function takeQuoted(scan: Scan): boolean {
  const { text, isEnd } = scan;
  const start = scan.at + 1;
  let end = find('"', text, start);
  while (text[end + 1] === '"') end = find('"', text, end + 2);
  if (end === text.length) return isEnd && refuse(scan, 'quote-left-open');
  // The other half of a doubled quote may be still to come.
  if (end + 1 === text.length && !isEnd) return false;
  if (findCellEnd(scan, end + 1) !== end + 1) return refuse(scan, 'text-after-quote');
  const cell = text.slice(start, end);
  scan.cells.push(cell.replaceAll('""', '"'));
  for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) scan.line += 1;
  scan.at = end + 1;
  return true;
}

function takeLineEnd(scan: Scan): boolean {
  const { text, isEnd, at } = scan;
  if (at === text.length) return true;
  const isReturn = at === scan.carriageReturn;
  // Whether a line feed belongs to it is still to come.
  if (isReturn && at + 1 === text.length && !isEnd) return false;
  scan.at += isReturn && text[at + 1] === '\n' ? 2 : 1;
  scan.line += 1;
  return true;
}

/** Searches for each mark no more often than it is passed: a file has many commas, few quotes and often no CR. */
function findCellEnd(scan: Scan, from: number): number {
  if (scan.comma < from) scan.comma = find(',', scan.text, from);
  if (scan.lineFeed < from) scan.lineFeed = find('\n', scan.text, from);
  if (scan.carriageReturn < from) scan.carriageReturn = find('\r', scan.text, from);
  return Math.min(scan.comma, scan.lineFeed, scan.carriageReturn);
}

function find(character: string, text: string, from: number): number {
  const at = text.indexOf(character, from);
  return at === -1 ? text.length : at;
}

function refuse(scan: Scan, fault: CsvFaultKind): false {
  scan.fault = fault;
  return false;
}
