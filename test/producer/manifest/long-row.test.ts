import { describe, expect, it } from 'vitest';
import type { ManifestFormat, ManifestSource } from '../../../src/producer/manifest/manifest-source.ts';
import { problemsOf, readEntries } from './text-source.ts';

const pieceBytes = 64 * 1024;
const piecesOf100Mb = 1600;

interface CountedSource extends ManifestSource {
  readonly piecesTaken: () => number;
}

/** A row of 100 MB that is never held: one piece is handed out again and again, and counted. */
function hugeSource(format: ManifestFormat, head: string, tail: string): CountedSource {
  const piece = Buffer.alloc(pieceBytes, 'x');
  let taken = 0;
  return {
    name: 'huge',
    format,
    piecesTaken: () => taken,
    open: async function* () {
      yield Buffer.from(head);
      for (taken = 0; taken < piecesOf100Mb; taken++) yield piece;
      yield Buffer.from(tail);
    },
    close: async () => {},
  };
}

describe('readManifest', () => {
  it.each([
    ['csv', 'Domain\na.com\n', '\n'],
    ['csv', 'Domain\na.com\n"', '"\n'],
    ['json', '[{"Domain":"a.com"},\n{"Domain":"', '"}]'],
  ] as const)('stops %s at a row of 100 MB before it has read 2 MB of it', async (format, head, tail) => {
    const source = hugeSource(format, head, tail);
    const problems = problemsOf(await readEntries(source));
    expect(problems).toMatchObject([{ code: 'row-too-long', line: format === 'csv' ? 3 : 2 }]);
    expect(source.piecesTaken() * pieceBytes).toBeLessThan(2 * 1024 * 1024);
  });

  it('passes over a JSONL line of 100 MB without holding it, and reads the next', async () => {
    const entries = await readEntries(hugeSource('jsonl', '{"a":1}\n"', '"\n{"a":2}'));
    expect(entries).toMatchObject([
      { kind: 'object', row: 1, line: 1 },
      { kind: 'problem', problem: { row: 2, line: 2, code: 'row-too-long' } },
      { kind: 'object', row: 3, line: 3 },
    ]);
  });
});
