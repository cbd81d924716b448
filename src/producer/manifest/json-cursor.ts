import { maxRowLength } from './entry.ts';
import { type ProblemCode, UnreadableManifest } from './problem.ts';

/** A place in the file; both from 1. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** The text of one JSON value, not yet parsed: only its end was looked for. */
export interface JsonText {
  readonly text: string;
  readonly start: Place;
}

/**
 * Walks through JSON text that arrives in pieces, one value at a time. Holds one piece and one value, so a file of
 * any size can be walked through. Throws UnreadableManifest where the text cannot go on being JSON.
 */
export class JsonCursor {
  readonly #pieces: AsyncIterator<Buffer>;
  #text = '';
  #at = 0;
  #line = 1;
  #character = 1;

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  get place(): Place {
    return { line: this.#line, character: this.#character };
  }

  /** The next character that is not a blank, which stays in front; '' at the end of the text. */
  async peek(): Promise<string> {
    for (;;) {
      const text = this.#text;
      let end = this.#at;
      while (isBlank(text.charCodeAt(end))) end++;
      this.#moveTo(end);
      if (end < text.length) return text[end] ?? '';
      if (!(await this.#fill())) return '';
    }
  }

  /** Takes one character out of `allowed`, a list for the reader's eye as well: `,]`. */
  async take(allowed: string): Promise<string> {
    const character = await this.peek();
    if (character === '' || !allowed.includes(character))
      throw this.fault(`expected ${shown(allowed)}`, character);
    this.#moveTo(this.#at + 1);
    return character;
  }

  /** Takes the text of one value, whatever stands between its outermost brackets or quotes. */
  async takeValue(): Promise<JsonText> {
    const first = await this.peek();
    if (first === '' || ',:]}'.includes(first)) throw this.fault('expected a value', first);
    const start = this.place;
    const end = await this.#findEnd(start);
    const text = this.#text.slice(this.#at, end);
    this.#moveTo(end);
    return { text, start };
  }

  /** Lets go of the file behind the text, which may not be read to its end. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  /** The error for a text that cannot go on at this place. */
  fault(expected: string, got: string): UnreadableManifest {
    const { line, character } = this.place;
    const found = got === '' ? 'the file ends' : `got \`${got}\``;
    return unreadable(
      'bad-json',
      line,
      `Cannot read manifest as JSON: ${expected}, ${found} at line ${line}, character ${character}`,
    );
  }

  async #findEnd(start: Place): Promise<number> {
    const scan: Scan = { length: 0, depth: 0, isInString: false };
    while (!scanValue(this.#text, this.#at, scan)) {
      if (scan.length > maxRowLength) throw tooLong(start);
      if (await this.#fill()) continue;
      if (scan.depth === 0 && !scan.isInString) break;
      this.#moveTo(this.#text.length);
      throw this.fault(
        `the value that begins at line ${start.line}, character ${start.character} does not end`,
        '',
      );
    }
    if (scan.length > maxRowLength) throw tooLong(start);
    return this.#at + scan.length;
  }

  async #fill(): Promise<boolean> {
    const next = await this.#pieces.next();
    if (next.done) return false;
    this.#text = this.#text.slice(this.#at) + next.value.toString('utf8');
    this.#at = 0;
    return true;
  }

  #moveTo(end: number): void {
    const text = this.#text;
    let lineStart = -1;
    for (let at = this.#at; at < end; at++) {
      if (text.charCodeAt(at) !== lineFeed) continue;
      this.#line += 1;
      lineStart = at + 1;
    }
    this.#character = lineStart === -1 ? this.#character + end - this.#at : end - lineStart + 1;
    this.#at = end;
  }
}

/** How far into a value the search for its end has come. */
interface Scan {
  length: number;
  depth: number;
  isInString: boolean;
}

/** Goes on to the end of the value or of the text; true when the value's end was found. */
function scanValue(text: string, start: number, scan: Scan): boolean {
  let at = start + scan.length;
  let isEnd = false;
  for (; at < text.length && !isEnd; at++) {
    const code = text.charCodeAt(at);
    if (scan.isInString) {
      if (code === backslash) at += 1;
      else if (code === quote) {
        scan.isInString = false;
        isEnd = scan.depth === 0;
      }
    } else if (code === quote) scan.isInString = true;
    else if (code === openBrace || code === openBracket) scan.depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      // A closer at depth 0 belongs to what is around the value: the value was a bare word before it.
      if (scan.depth === 0) break;
      scan.depth -= 1;
      isEnd = scan.depth === 0;
    } else if (scan.depth === 0 && (code === comma || code === colon || isBlank(code))) break;
  }
  scan.length = at - start;
  return isEnd || at < text.length;
}

function isBlank(code: number): boolean {
  return code === space || code === lineFeed || code === carriageReturn || code === tab;
}

function shown(allowed: string): string {
  return [...allowed].map((character) => `\`${character}\``).join(' or ');
}

function tooLong({ line }: Place): UnreadableManifest {
  return unreadable(
    'row-too-long',
    line,
    `A row must be at most ${maxRowLength} characters long: got more from line ${line} on`,
  );
}

function unreadable(code: ProblemCode, line: number, message: string): UnreadableManifest {
  return new UnreadableManifest({ row: null, line, column: null, code, message });
}

const [tab, lineFeed, carriageReturn, space] = [0x09, 0x0a, 0x0d, 0x20];
const [quote, comma, colon, backslash] = [0x22, 0x2c, 0x3a, 0x5c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];
