import { describe, expect, it } from 'vitest';
import { problemsOf, readEntries, textSource } from './text-source.ts';

describe('readJsonl', () => {
  it('reads one row a line and leaves blank lines out', async () => {
    for (const pieceBytes of [1, 5, 1000]) {
      expect(
        await readEntries(textSource('jsonl', '\uFEFF{"a":"é"}\r\n\r\n  \n{"a":2}', { pieceBytes })),
      ).toEqual([
        { kind: 'object', row: 1, line: 1, values: { a: 'é' } },
        { kind: 'object', row: 2, line: 4, values: { a: 2 } },
      ]);
    }
  });

  it('names line and character of every bad line, and reads on', async () => {
    const entries = await readEntries(textSource('jsonl', '{"a":1\n{"a":2}\n{"a" 3}\n[]\n{"a":4}\n'));
    expect(problemsOf(entries)).toMatchObject([
      {
        row: 1,
        line: 1,
        code: 'bad-json',
        message: expect.stringContaining('ends too early at line 1, character 7'),
      },
      {
        row: 3,
        line: 3,
        code: 'bad-json',
        message: expect.stringContaining('got `3` at line 3, character 6'),
      },
      { row: 4, line: 4, code: 'bad-shape', message: expect.stringContaining('got an array') },
    ]);
    expect(entries[4]).toEqual({ kind: 'object', row: 5, line: 5, values: { a: 4 } });
  });

  it.each(['', '\n \n'])('says that %j has no rows', async (text) => {
    expect(problemsOf(await readEntries(textSource('jsonl', text)))).toMatchObject([
      { row: null, code: 'no-rows' },
    ]);
  });
});
