/**
 * Finds the first character at which a text stops being one JSON value; the text's length when it only ends too
 * early. JSON.parse refuses such a text too, but does not always say where.
 */
export function findJsonFault(text: string): number {
  const closers: string[] = [];
  let expected: Expected | null = 'value';
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    expected = nextExpected(expected, text[at] ?? '', closers);
    if (expected === null) return at;
    const token = readToken(text, at);
    if (!token.isWhole) return token.end;
    at = skipBlanks(text, token.end);
  }
  return text.length;
}

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end';

/** What may follow a token that begins with `first`; null when it may not stand there. Keeps `closers` up to date. */
function nextExpected(expected: Expected, first: string, closers: string[]): Expected | null {
  const mayClose = expected === 'value-or-end' || expected === 'key-or-end' || expected === 'comma-or-end';
  if (mayClose && first === closers.at(-1)) {
    closers.pop();
    return 'comma-or-end';
  }
  switch (expected) {
    case 'value':
    case 'value-or-end':
      return afterValue(first, closers);
    case 'key':
    case 'key-or-end':
      return first === '"' ? 'colon' : null;
    case 'colon':
      return first === ':' ? 'value' : null;
    case 'comma-or-end':
      if (first !== ',' || closers.length === 0) return null;
      return closers.at(-1) === '}' ? 'key' : 'value';
  }
}

function afterValue(first: string, closers: string[]): Expected | null {
  if (first === '{') {
    closers.push('}');
    return 'key-or-end';
  }
  if (first === '[') {
    closers.push(']');
    return 'value-or-end';
  }
  return punctuation.includes(first) ? null : 'comma-or-end';
}

/** Where a token ends, or, when it is not whole, where it goes wrong. */
interface Token {
  readonly end: number;
  readonly isWhole: boolean;
}

function readToken(text: string, start: number): Token {
  const first = text[start] ?? '';
  if (punctuation.includes(first)) return { end: start + 1, isWhole: true };
  if (first === '"') return readString(text, start);
  word.lastIndex = start;
  const found = word.exec(text)?.[0] ?? '';
  const isWhole = scalar.test(found);
  return { end: isWhole ? start + found.length : start, isWhole };
}

function readString(text: string, start: number): Token {
  let at = start + 1;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '"') return { end: at + 1, isWhole: true };
    if (character < ' ') break;
    if (character === '\\') {
      escapeSequence.lastIndex = at;
      if (!escapeSequence.test(text)) break;
      at = escapeSequence.lastIndex;
    } else {
      at += 1;
    }
  }
  return { end: at, isWhole: false };
}

function skipBlanks(text: string, start: number): number {
  blanks.lastIndex = start;
  blanks.test(text);
  return blanks.lastIndex;
}

const punctuation = '{}[]:,';
const blanks = /[ \t\n\r]*/y;
const word = /[-+.\w]+/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const scalar = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;
