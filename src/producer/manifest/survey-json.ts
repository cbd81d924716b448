export interface JsonSurvey {
  /** How many objects and arrays stand inside one another, at most. */
  readonly depth: number;
  /** A key that stands twice in one object, the first found; JSON.parse keeps only the last of them. */
  readonly duplicateKey: string | null;
}

/** Looks over the text of one well-formed JSON value for what its parsed value no longer tells. */
export function surveyJson(text: string): JsonSurvey {
  const open: Set<string>[] = [];
  let depth = 0;
  let duplicateKey: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') depth = Math.max(depth, open.push(new Set()));
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      if (isKey(text, end)) {
        const key = readString(text, at, end);
        if (open.at(-1)?.has(key)) duplicateKey ??= key;
        open.at(-1)?.add(key);
      }
      at = end - 1;
    }
  }
  return { depth, duplicateKey };
}

/** Just after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return text[at] === ':';
}

function readString(text: string, start: number, end: number): string {
  const inside = text.slice(start + 1, end - 1);
  return inside.includes('\\') ? String(JSON.parse(text.slice(start, end))) : inside;
}
