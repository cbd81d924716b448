import { checkUtf8 } from './check-utf8.ts';
import { type Entry, maxRowLength } from './entry.ts';
import type { ManifestSource } from './manifest-source.ts';
import { parseRow } from './parse-row.ts';
import { type Line, splitLines } from './split-lines.ts';

/** Reads a JSONL manifest: one row object a line; blank lines are left out, a bad line does not hide the next. */
export async function* readJsonl(source: ManifestSource): AsyncGenerator<readonly Entry[]> {
  let row = 0;
  for await (const lines of splitLines(checkUtf8(source.open()), { maxLength: maxRowLength })) {
    const entries: Entry[] = [];
    for (const line of lines) {
      if (line.text?.trim() === '') continue;
      row += 1;
      entries.push(readLine(line, row));
    }
    yield entries;
  }
}

function readLine({ line, text }: Line, row: number): Entry {
  if (text !== null) return parseRow(text, { row, line, character: 1 });
  return { kind: 'problem', problem: { row, line, column: null, code: 'row-too-long', message: tooLong } };
}

const tooLong = `A row must be at most ${maxRowLength} characters long: got a longer line`;
