import { checkUtf8 } from './check-utf8.ts';
import { type Entry, maxRowLength } from './entry.ts';
import type { ManifestSource } from './manifest-source.ts';
import { parseRow } from './parse-row.ts';
import { splitLines } from './split-lines.ts';

/** Reads a JSONL manifest: one row object a line; blank lines are left out, a bad line does not hide the next. */
export async function* readJsonl(source: ManifestSource): AsyncGenerator<readonly Entry[]> {
  let row = 0;
  for await (const { line, text } of splitLines(checkUtf8(source.open()), { maxLength: maxRowLength })) {
    if (text === null) {
      row += 1;
      const problem = { row, line, column: null, code: 'row-too-long', message: tooLong } as const;
      yield [{ kind: 'problem', problem }];
    } else if (text.trim() !== '') {
      row += 1;
      yield [parseRow(text, { row, line, character: 1 })];
    }
  }
}

const tooLong = `A row must be at most ${maxRowLength} characters long: got a longer line`;
