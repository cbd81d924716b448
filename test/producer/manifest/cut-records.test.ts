import { type CsvError, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutRecords } from '../../../src/producer/manifest/cut-records.ts';

const maxLength = 1_000_000;

/** Reads a text that comes in two pieces. */
function cutInTwo(text: string, at: number) {
  const first = cutRecords(text.slice(0, at), { isEnd: false, maxLength });
  if (first.fault) return { records: first.records, fault: first.fault };
  const rest = text.slice(0, at).slice(first.rest) + text.slice(at);
  const second = cutRecords(rest, { isEnd: true, maxLength });
  return { records: [...first.records, ...second.records], fault: second.fault };
}

/** The same by a parser that has been in use since 2010. */
function parseByLibrary(text: string) {
  const records: string[][] = [];
  try {
    parse(text, {
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
    return { records, fault: null };
  } catch (error) {
    return { records, fault: faultOf[(error as CsvError).code] };
  }
}

const faultOf: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'quote-never-closed',
  CSV_INVALID_CLOSING_QUOTE: 'text-after-quote',
  INVALID_OPENING_QUOTE: 'quote-inside-cell',
};

/** Texts of the characters that matter, so that every short sequence of them comes up. */
const texts = fc
  .array(fc.constantFrom('a', 'é', ' ', ',', '"', '""', '\n', '\r', '\r\n', ',"', '",', '"\n'), {
    maxLength: 24,
  })
  .map((pieces) => pieces.join(''));

describe('cutRecords', () => {
  it('finds the records and the faults that csv-parse finds, however the text is cut', () => {
    fc.assert(
      fc.property(texts, fc.nat(40), (text, at) => {
        const { records, fault } = cutInTwo(text, at);
        expect({ records, fault: fault?.kind ?? null }).toEqual(parseByLibrary(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses a record that is too long, be it whole or not', () => {
    const options = { isEnd: false, maxLength: 10 };
    expect(cutRecords('a,b\n01234567890\n', options).fault?.kind).toBe('too-long');
    expect(cutRecords('a,b\n"0123456789', options)).toMatchObject({
      records: [['a', 'b']],
      fault: { kind: 'too-long' },
    });
    expect(cutRecords('0123456789\n0123456789', options).fault).toBeNull();
  });
});
