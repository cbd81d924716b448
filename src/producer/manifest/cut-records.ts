/** Why a text is not CSV; `cell` is the one at fault, from 0. */
export interface CsvFault {
  readonly kind: 'quote-never-closed' | 'text-after-quote' | 'quote-inside-cell' | 'too-long';
  readonly cell: number;
}

export interface CutRecords {
  readonly records: readonly (readonly string[])[];
  /** Where the first record begins that is not whole yet; all of the text is cut when it is the text's length. */
  readonly rest: number;
  readonly fault: CsvFault | null;
}

export interface CutOptions {
  /** Nothing follows this text, so whatever stands in it is whole. */
  readonly isEnd: boolean;
  /** Of one record, in characters. */
  readonly maxLength: number;
}

/**
 * Cuts a text into records and cells (RFC 4180). A record may end with CRLF, LF, or CR alone, as Excel on a Mac once
 * wrote. Stops at the first fault, after the records before it.
 */
export function cutRecords(text: string, { isEnd, maxLength }: CutOptions): CutRecords {
  const records: string[][] = [];
  let start = 0;
  while (start < text.length) {
    const cut = cutRecord(text, start, isEnd);
    // One that goes on in the next piece of text is already held, so its length counts as well.
    if ((cut.kind === 'part' ? text.length : cut.end) - start > maxLength) {
      return { records, rest: start, fault: { kind: 'too-long', cell: 0 } };
    }
    if (cut.kind === 'fault') return { records, rest: start, fault: cut.fault };
    if (cut.kind === 'part') break;
    records.push(cut.cells);
    start = cut.next;
  }
  return { records, rest: start, fault: null };
}

type Cut =
  | { readonly kind: 'record'; readonly cells: string[]; readonly end: number; readonly next: number }
  | { readonly kind: 'fault'; readonly fault: CsvFault; readonly end: number }
  /** The text ends before the record does. */
  | { readonly kind: 'part' };

const part = { kind: 'part' } as const;

const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

function cutRecord(text: string, start: number, isEnd: boolean): Cut {
  const cells: string[] = [];
  const fault = (kind: CsvFault['kind'], end: number): Cut => ({
    kind: 'fault',
    fault: { kind, cell: cells.length },
    end,
  });
  for (let at = start; ; at += 1) {
    const isQuoted = text.charCodeAt(at) === quote;
    const end = isQuoted ? endOfQuoted(text, at) : endOfPlain(text, at);
    if (end === -1) return isEnd ? fault('quote-never-closed', at) : part;
    // What follows a quote or a CR decides what it was.
    const isOpen = end >= text.length - (text.charCodeAt(end) === carriageReturn ? 1 : 0);
    if (isOpen && !isEnd) return part;
    const next = end < text.length ? text.charCodeAt(end) : lineFeed;
    const isOver = next === lineFeed || next === carriageReturn;
    if (!isOver && next !== comma) return fault(isQuoted ? 'text-after-quote' : 'quote-inside-cell', end);
    cells.push(isQuoted ? unquoted(text, at, end) : text.slice(at, end));
    at = end;
    if (!isOver) continue;
    const isPair = next === carriageReturn && text.charCodeAt(end + 1) === lineFeed;
    return { kind: 'record', cells, end, next: end + (isPair ? 2 : 1) };
  }
}

/** Just after the closing quote; -1 when there is none. A doubled quote stands for one of the cell's own. */
function endOfQuoted(text: string, start: number): number {
  for (let from = start + 1; ; ) {
    const close = text.indexOf('"', from);
    if (close === -1) return -1;
    if (text.charCodeAt(close + 1) !== quote) return close + 1;
    from = close + 2;
  }
}

function endOfPlain(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // All four are small, which most characters are not.
    if (code <= comma && (code === comma || code === lineFeed || code === carriageReturn || code === quote))
      return at;
  }
  return text.length;
}

function unquoted(text: string, start: number, end: number): string {
  const inside = text.slice(start + 1, end - 1);
  return inside.includes('"') ? inside.replaceAll('""', '"') : inside;
}
