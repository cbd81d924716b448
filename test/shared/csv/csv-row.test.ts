import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRow } from '../../../src/shared/csv/csv-row.ts';

test('csvRow puts in quotes what a reader would take for the end of a cell', () => {
  expect(csvRow(['plain', 'a, b', 'say "hi"', 'two\nlines', ''])).toBe(
    'plain,"a, b","say ""hi""","two\nlines",\n',
  );
});

test('csvRow writes what a reader reads back, whatever characters it has', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a', 'é') }),
  );
  // A lone empty cell is an empty line, which stands for no record.
  const isReadBack = fc.property(fc.array(cell, { minLength: 2 }), (cells) => {
    expect(parse(csvRow(cells))).toEqual([cells]);
  });
  fc.assert(isReadBack, { numRuns: 1000 });
});
