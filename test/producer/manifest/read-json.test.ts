import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsOf, readEntries, textSource } from './text-source.ts';

const readJson = (text: string, pieceBytes?: number) =>
  readEntries(textSource('json', text, pieceBytes === undefined ? {} : { pieceBytes }));

describe('readJson', () => {
  it('reads an array of rows, each with the line on which it begins', async () => {
    expect(await readJson('[\n {"a": 1},\n\n {"a":\n 2}, {"a": 3}\n]\n')).toEqual([
      { kind: 'object', row: 1, line: 2, values: { a: 1 } },
      { kind: 'object', row: 2, line: 4, values: { a: 2 } },
      { kind: 'object', row: 3, line: 5, values: { a: 3 } },
    ]);
  });

  it('reads action and defaults wherever they stand in the object', async () => {
    const expected = [
      { kind: 'defaults', action: 'CreatePlan', values: { PlanType: 'basic' } },
      { kind: 'object', row: 1, line: 1, values: { Reference: 'r' } },
    ];
    const [action, defaults, rows] = [
      '"action":"CreatePlan"',
      '"defaults":{"PlanType":"basic"}',
      '"purchases":[{"Reference":"r"}]',
    ];
    expect(await readJson(`{${action},${defaults},${rows}}`)).toEqual(expected);
    expect(await readJson(`{${rows},${defaults},${action},"#by":"me"}`)).toEqual(expected);
  });

  it('reads any rows back, however the text is laid out and its bytes are cut', async () => {
    const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 });
    const layouts = fc.record({
      indent: fc.constantFrom('', '  ', '\t'),
      pieceBytes: fc.integer({ min: 1, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(rows, layouts, async (values, { indent, pieceBytes }) => {
        const text = JSON.stringify(values, null, indent);
        const [head, tail] = [`\r\n{ "purchases"\n:`, '\n} '];
        const read = (await readJson(head + text + tail, pieceBytes)).flatMap((entry) =>
          entry.kind === 'object' ? [entry.values] : [],
        );
        expect(read).toEqual(JSON.parse(text));
      }),
    );
  });

  it('says where a file was cut short, after every row before it', async () => {
    const entries = await readJson('[\n{"a": 1},\n{"a": "b');
    expect(entries[0]).toMatchObject({ row: 1 });
    expect(problemsOf(entries)).toMatchObject([
      { line: 3, code: 'bad-json', message: expect.stringContaining('the file ends at line 3, character 9') },
    ]);
  });

  it.each([
    ['[{"a":1}', '`,` or `]`, the file ends at line 1, character 9'],
    ['[{"a":1} {"a":2}]', '`,` or `]`, got `{` at line 1, character 10'],
    ['[{"a":1},]', 'expected a value, got `]` at line 1, character 10'],
    ['[{"a":1}] x', 'nothing may stand behind the manifest, got `x`'],
    ['{"purchases": {}}', 'expected `[`, got `{`'],
    ['{purchases: []}', 'expected a key in quotes, got `p`'],
    ['"Domain"', 'expected `[` or `{`, got `"`'],
    ['{"action": nul, "purchases": []}', 'got `n` at line 1, character 12'],
  ])('says what is wrong with %s', async (text, message) => {
    const problems = problemsOf(await readJson(text));
    expect(problems).toMatchObject([
      { row: null, line: 1, code: 'bad-json', message: expect.stringContaining(message) },
    ]);
  });

  it('names the place of a fault inside a row, and reads on', async () => {
    const entries = await readJson('[{"a":\n tru},\n{"b": 1}, 5]');
    expect(problemsOf(entries)).toMatchObject([
      {
        row: 1,
        line: 1,
        code: 'bad-json',
        message: expect.stringContaining('got `t` at line 2, character 2'),
      },
      { row: 3, line: 3, code: 'bad-shape' },
    ]);
    expect(entries[1]).toEqual({ kind: 'object', row: 2, line: 3, values: { b: 1 } });
  });

  it('refuses a key that stands twice, in a row, in the defaults and around them', async () => {
    const text = '{"action":"A","action":"B","defaults":{"a":1,"a":2},"purchases":[{"b":1,"b":2}]}';
    expect(problemsOf(await readJson(text))).toMatchObject([
      { row: null, column: 'action', code: 'duplicate-column' },
      { row: null, column: 'a', code: 'duplicate-column' },
      { row: 1, column: 'b', code: 'duplicate-column' },
    ]);
  });

  it('refuses a key around the rows that it does not know, and names the nearest', async () => {
    expect(problemsOf(await readJson('{"purchase":[],"purchases":[{}]}'))).toMatchObject([
      {
        column: 'purchase',
        code: 'unknown-column',
        message: 'unknown key `purchase`, did you mean `purchases`?',
      },
    ]);
  });

  it('refuses an object without purchases', async () => {
    expect(problemsOf(await readJson('{"action":"CreatePlan"}'))).toMatchObject([
      { code: 'bad-shape', column: 'purchases' },
    ]);
  });

  it('refuses a row that is nested deeper than any function should walk', async () => {
    const text = `[{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}]`;
    expect(problemsOf(await readJson(text))).toMatchObject([{ row: 1, code: 'bad-shape' }]);
  });

  it.each([
    ['an empty file', ''],
    ['blanks alone', ' \n'],
    ['an empty array', '[]'],
    ['empty purchases', '{"purchases":[]}'],
  ])('says that %s has no rows', async (_, text) => {
    expect(problemsOf(await readJson(text))).toMatchObject([{ row: null, code: 'no-rows' }]);
  });
});
