import { describe, expect, it } from 'vitest';
import { problemsOf, readEntries, textSource } from './text-source.ts';

const readCsv = (text: string, pieceBytes?: number) =>
  readEntries(textSource('csv', text, pieceBytes === undefined ? {} : { pieceBytes }));

describe('readCsv', () => {
  it('reads a header, then rows, each with the line on which it begins', async () => {
    expect(await readCsv('Domain,Grade\na.com,x\n"b\nb",y\nc.com,z')).toEqual([
      { kind: 'header', line: 1, columns: ['Domain', 'Grade'] },
      { kind: 'cells', row: 1, line: 2, cells: ['a.com', 'x'] },
      { kind: 'cells', row: 2, line: 3, cells: ['b\nb', 'y'] },
      { kind: 'cells', row: 3, line: 5, cells: ['c.com', 'z'] },
    ]);
  });

  it('reads the same rows with CRLF, a byte-order mark and any cutting of the bytes', async () => {
    const entries = await readCsv('D,G\r\n"a\r\n""b""",x\r\n\r\nc,y\r\n');
    expect(entries.slice(1)).toEqual([
      { kind: 'cells', row: 1, line: 2, cells: ['a\r\n"b"', 'x'] },
      { kind: 'cells', row: 2, line: 5, cells: ['c', 'y'] },
    ]);
    for (const pieceBytes of [1, 2, 3, 7]) {
      expect(await readCsv('\uFEFFD,G\r\n"a\r\n""b""",x\r\n\r\nc,y\r\n', pieceBytes)).toEqual(entries);
    }
  });

  it('reads lines that end as they once did on a Mac', async () => {
    expect((await readCsv('D,G\ra,b\rc,d\r', 1)).slice(1)).toMatchObject([
      { row: 1, line: 2, cells: ['a', 'b'] },
      { row: 2, line: 3, cells: ['c', 'd'] },
    ]);
  });

  it('leaves blank lines out, before the header as well, and counts them', async () => {
    expect(await readCsv('\n\nD,G\n\na,b\n\n\n')).toEqual([
      { kind: 'header', line: 3, columns: ['D', 'G'] },
      { kind: 'cells', row: 1, line: 5, cells: ['a', 'b'] },
    ]);
  });

  it('names line, expected and found number of cells of a ragged line, and reads on', async () => {
    const entries = await readCsv('D,G\na\na,b\na,b,c\n');
    expect(problemsOf(entries)).toEqual([
      {
        row: 1,
        line: 2,
        column: null,
        code: 'ragged-line',
        message: expect.stringContaining('2 cells, as the header has: got 1'),
      },
      {
        row: 3,
        line: 4,
        column: null,
        code: 'ragged-line',
        message: expect.stringContaining('2 cells, as the header has: got 3'),
      },
    ]);
    expect(entries[2]).toEqual({ kind: 'cells', row: 2, line: 3, cells: ['a', 'b'] });
  });

  it('says where a quote opens that never closes, after every row before it', async () => {
    const entries = await readCsv('D,G\n"a\r\nb",1\nc,"2\nd,3\ne,4\n');
    expect(entries.at(-2)).toMatchObject({ kind: 'cells', row: 1, line: 2 });
    expect(entries.at(-1)).toMatchObject({
      problem: {
        row: 2,
        line: 4,
        column: 'G',
        code: 'bad-csv',
        message: expect.stringContaining('line 4, cell 2'),
      },
    });
  });

  it.each([
    ['a quote inside an unquoted cell', 'D,G\na"b,c\n', 'inside an unquoted cell'],
    ['text after a closing quote', 'D,G\n"a"b,c\n', 'after a closing quote'],
  ])('refuses %s', async (_, text, message) => {
    expect(problemsOf(await readCsv(text))).toMatchObject([
      { row: 1, line: 2, code: 'bad-csv', message: expect.stringContaining(message) },
    ]);
  });

  it('says that a file with semicolons must have commas', async () => {
    expect(problemsOf(await readCsv('Domain;Grade\na;b\n'))).toMatchObject([
      { line: 1, code: 'bad-csv', message: expect.stringContaining('got semicolons') },
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['blank lines alone', '\n\r\n'],
    ['a header alone', 'Domain,Grade\n'],
  ])('says that %s has no rows', async (_, text) => {
    expect(problemsOf(await readCsv(text))).toMatchObject([{ row: null, code: 'no-rows' }]);
  });
});
