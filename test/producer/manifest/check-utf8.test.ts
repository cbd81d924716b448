import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkUtf8 } from '../../../src/producer/manifest/check-utf8.ts';
import { UnreadableManifest } from '../../../src/producer/manifest/problem.ts';
import { textSource } from './text-source.ts';

interface Reading {
  readonly text: string;
  readonly error: UnreadableManifest | null;
}

async function read(bytes: Uint8Array, pieceBytes = 1024): Promise<Reading> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of checkUtf8(textSource('csv', bytes, { pieceBytes }).open())) pieces.push(piece);
  } catch (error) {
    if (!(error instanceof UnreadableManifest)) throw error;
    return { text: pieces.map((piece) => piece.toString('utf8')).join(''), error };
  }
  return { text: pieces.map((piece) => piece.toString('utf8')).join(''), error: null };
}

describe('checkUtf8', () => {
  it('passes any text on unchanged, however its bytes are cut', async () => {
    const texts = fc.string({ unit: 'binary' }).filter((text) => !/^\uFEFF|\0/.test(text));
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 5 }), async (text, pieceBytes) => {
        expect(await read(Buffer.from(text), pieceBytes)).toEqual({ text, error: null });
      }),
    );
  });

  it('passes on pieces of whole characters alone', async () => {
    for await (const piece of checkUtf8(textSource('csv', 'aé€😀'.repeat(9), { pieceBytes: 1 }).open())) {
      expect(piece.toString('utf8')).not.toContain('\uFFFD');
    }
  });

  it('takes a byte-order mark away, even one that comes in pieces', async () => {
    for (const pieceBytes of [1, 2, 3, 100]) {
      expect(await read(Buffer.from('\uFEFFDomain'), pieceBytes)).toEqual({ text: 'Domain', error: null });
    }
  });

  it.each([
    ['a byte of Latin-1', [0x61, 0x0a, 0x62, 0xe9, 0x63], 3],
    ['a lone continuation byte', [0x61, 0x80], 1],
    ['an overlong form', [0xc0, 0xaf], 0],
    ['a surrogate', [0x61, 0xed, 0xa0, 0x80], 1],
    ['a character past the last one', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a character that is cut off by the end', [0x61, 0x62, 0xe2, 0x82], 2],
    ['a bad byte behind a byte-order mark', [0xef, 0xbb, 0xbf, 0x61, 0xff], 4],
  ])('names the byte offset of %s', async (_, bytes, offset) => {
    for (const pieceBytes of [1, 2, 3, 100]) {
      const { error } = await read(Buffer.from(bytes), pieceBytes);
      expect(error?.problem.code).toBe('not-utf8');
      expect(error?.message).toContain(`at byte ${offset},`);
    }
  });

  it('names the line of the bad byte and passes on what stands before it', async () => {
    const { text, error } = await read(Buffer.from([0x61, 0x0a, 0x62, 0x0a, 0xff, 0x63]));
    expect(text).toBe('a\nb\n');
    expect(error?.problem.line).toBe(3);
  });

  it.each([
    ['little-endian', [0xff, 0xfe, 0x61, 0x00]],
    ['big-endian', [0xfe, 0xff, 0x00, 0x61]],
  ])('says that %s UTF-16 looks like UTF-16', async (_, bytes) => {
    const { error } = await read(Buffer.from(bytes), 1);
    expect(error?.problem.code).toBe('not-utf8');
    expect(error?.message).toMatch(/looks like UTF-16.*save it as UTF-8/);
  });

  it('refuses a NUL byte with its offset', async () => {
    const { error } = await read(Buffer.from('ab\0c'));
    expect(error?.problem.code).toBe('nul-byte');
    expect(error?.message).toContain('at byte 2');
  });
});
