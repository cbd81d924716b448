import { isUtf8 } from 'node:buffer';
import { UnreadableManifest } from './problem.ts';

/**
 * Passes bytes on as pieces of whole UTF-8 characters, without the byte-order mark. At the first byte that is not
 * text it passes on what stood before, then throws UnreadableManifest with the byte's offset, counted from 0.
 */
export async function* checkUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let offset = 0;
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let bytes = joined(rest, chunk);
    // The marks of UTF-8 and UTF-16 are at most three bytes long, and may come in pieces.
    if (offset === 0 && bytes.length < 3) {
      rest = bytes;
      continue;
    }
    if (offset === 0) {
      refuseUtf16(bytes);
      offset = markLength(bytes);
      bytes = bytes.subarray(offset);
    }
    const whole = bytes.subarray(0, wholeLength(bytes));
    yield* goodPart(whole, { offset, line });
    rest = bytes.subarray(whole.length);
    offset += whole.length;
    line += countLineEnds(whole);
  }
  if (offset === 0) refuseUtf16(rest);
  yield* goodPart(rest, { offset, line });
}

function* goodPart(bytes: Buffer, start: { offset: number; line: number }): Generator<Buffer> {
  const isText = isUtf8(bytes);
  const nul = bytes.indexOf(0);
  if (isText && nul === -1) {
    if (bytes.length > 0) yield bytes;
    return;
  }
  const bad = isText ? bytes.length : firstBadByte(bytes);
  const end = nul === -1 ? bad : Math.min(nul, bad);
  const good = bytes.subarray(0, end);
  if (good.length > 0) yield good;
  const place = { offset: start.offset + end, line: start.line + countLineEnds(good) };
  throw end === nul ? nulByte(place) : notUtf8(bytes[end] ?? 0, place);
}

function joined(rest: Buffer, chunk: Uint8Array): Buffer {
  if (rest.length > 0) return Buffer.concat([rest, chunk]);
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function refuseUtf16(bytes: Buffer): void {
  const [first, second] = bytes;
  const isMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!isMark) return;
  throw new UnreadableManifest({
    row: null,
    line: 1,
    column: null,
    code: 'not-utf8',
    message:
      'Cannot read manifest as UTF-8: it looks like UTF-16 at byte 0, save it as UTF-8 (in Excel: “CSV UTF-8”)',
  });
}

function markLength(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** How many bytes form whole characters, leaving out a last one whose end has not come yet. */
function wholeLength(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return characterWidth(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Where the first character begins that is none. To be asked only when there is one. */
function firstBadByte(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const width = characterWidth(bytes[at] ?? 0);
    if (width === 0 || at + width > bytes.length || !isUtf8(bytes.subarray(at, at + width))) break;
    at += width;
  }
  return at;
}

function characterWidth(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}

function notUtf8(byte: number, { offset, line }: { offset: number; line: number }): UnreadableManifest {
  const got = `0x${byte.toString(16).padStart(2, '0')}`;
  const message = `Cannot read manifest as UTF-8: got ${got} at byte ${offset}, save the file as UTF-8`;
  return new UnreadableManifest({ row: null, line, column: null, code: 'not-utf8', message });
}

function nulByte({ offset, line }: { offset: number; line: number }): UnreadableManifest {
  const message = `Cannot read manifest as text: got a NUL byte at byte ${offset}; a UTF-16 file must be saved as UTF-8`;
  return new UnreadableManifest({ row: null, line, column: null, code: 'nul-byte', message });
}
