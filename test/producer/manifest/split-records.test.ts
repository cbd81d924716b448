import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, recordSplitter } from '../../../src/producer/manifest/split-records.ts';

interface Reading {
  readonly records: readonly (readonly string[])[];
  readonly fault: string | null;
}

/** What another strict reader of RFC 4180 makes of a text. */
function readElsewhere(text: string): Reading {
  const records: string[][] = [];
  const keep = (record: string[]) => {
    records.push(record);
    return null;
  };
  try {
    parse(text, { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, on_record: keep });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { records, fault: faultsElsewhere[error.code] ?? error.code };
  }
  return { records, fault: null };
}

const faultsElsewhere: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'quote-left-open',
  CSV_INVALID_CLOSING_QUOTE: 'text-after-quote',
  INVALID_OPENING_QUOTE: 'quote-inside-cell',
};

/** Splits a text that comes in pieces of so many characters. */
function split(text: string, { pieceLength = 1024, maxLength = 1024 } = {}) {
  const splitter = recordSplitter({ maxLength });
  const records: CsvRecord[] = [];
  const characters = [...text];
  for (let at = 0; at < characters.length; at += pieceLength) {
    const taken = splitter.take(Buffer.from(characters.slice(at, at + pieceLength).join('')));
    records.push(...taken.records);
    if (taken.fault) return { records, fault: taken.fault };
  }
  const last = splitter.end();
  return { records: [...records, ...last.records], fault: last.fault };
}

const marks = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', 'ü', '😀'), maxLength: 24 });
const quotedCell = marks.map((text) => `"${text.replaceAll('"', '""')}"`);
const plainCell = fc.string({ unit: fc.constantFrom('a', ' ', 'ü', '😀'), maxLength: 4 });
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const line = fc
  .tuple(fc.array(fc.oneof(quotedCell, plainCell), { minLength: 1, maxLength: 4 }), lineEnd)
  .map(([cells, end]) => cells.join(',') + end);
const wellFormed = fc.array(line, { maxLength: 6 }).map((lines) => lines.join(''));

describe('a record splitter', () => {
  it.each([
    ['any text of quotes, commas and line ends', marks],
    ['well-formed CSV', wellFormed],
    ['CSV that is cut off', wellFormed.map((text) => text.slice(0, -1))],
  ])('reads %s as another strict reader does, however it is cut', (_, texts) => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 5 }), (text, pieceLength) => {
        const { records, fault } = split(text, { pieceLength });
        expect({ records: records.map(({ cells }) => cells), fault: fault?.kind ?? null }).toEqual(
          readElsewhere(text),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('gives each record the line on which it begins, whatever its cells hold', () => {
    const { records } = split('a,b\r\n"1\r\n\n2",x\r"\n",y\n\nz,', { pieceLength: 1 });
    expect(records.map(({ line: begin, cells }) => [begin, cells])).toEqual([
      [1, ['a', 'b']],
      [2, ['1\r\n\n2', 'x']],
      [5, ['\n', 'y']],
      [7, ['']],
      [8, ['z', '']],
    ]);
  });

  it.each([
    ['a quote that stays open', 'a\nc,"d\ne', { kind: 'quote-left-open', line: 2, cell: 1 }],
    ['text after a closing quote', 'a\n\n"b"c', { kind: 'text-after-quote', line: 3, cell: 0 }],
    ['a quote inside a cell', 'a\na,b,c"\n', { kind: 'quote-inside-cell', line: 2, cell: 2 }],
    ['a record that is too long', 'a\nbcdefg,h\n', { kind: 'too-long', line: 2 }],
    ['a record that is too long and does not end', 'a\n"bcdefgh', { kind: 'too-long', line: 2, cell: 0 }],
  ])('says where there is %s, after the records before it', (_, text, fault) => {
    const found = split(text, { pieceLength: 2, maxLength: 7 });
    expect(found.records[0]).toEqual({ line: 1, cells: ['a'] });
    expect(found.fault).toMatchObject(fault);
  });
});
