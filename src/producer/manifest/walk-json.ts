import type { JsonCursor, JsonText, Place } from './json-cursor.ts';
import { explainJsonFault } from './parse-row.ts';
import { UnreadableManifest } from './problem.ts';

/** What stands in a JSON manifest, in the order of the file; values are texts that were not parsed yet. */
export type JsonPiece =
  | { readonly kind: 'array' }
  | { readonly kind: 'object' }
  | { readonly kind: 'member'; readonly key: string; readonly value: JsonText }
  | { readonly kind: 'purchases'; readonly start: Place }
  | { readonly kind: 'row'; readonly value: JsonText };

/** Walks through a JSON manifest, row by row. Gives nothing for an empty file, and throws where the shape breaks. */
export async function* walkJson(cursor: JsonCursor): AsyncGenerator<JsonPiece> {
  if ((await cursor.peek()) === '') return;
  if ((await cursor.take('[{')) === '[') {
    yield { kind: 'array' };
    yield* walkRows(cursor);
  } else {
    yield { kind: 'object' };
    yield* walkMembers(cursor);
  }
  const rest = await cursor.peek();
  if (rest !== '') throw cursor.fault('nothing may stand behind the manifest', rest);
}

async function* walkMembers(cursor: JsonCursor): AsyncGenerator<JsonPiece> {
  if ((await cursor.peek()) === '}') {
    await cursor.take('}');
    return;
  }
  do {
    const key = await takeKey(cursor);
    await cursor.take(':');
    if (key === 'purchases') {
      yield { kind: 'purchases', start: cursor.place };
      await cursor.take('[');
      yield* walkRows(cursor);
    } else {
      yield { kind: 'member', key, value: await cursor.takeValue() };
    }
  } while ((await cursor.take(',}')) === ',');
}

async function* walkRows(cursor: JsonCursor): AsyncGenerator<JsonPiece> {
  if ((await cursor.peek()) === ']') {
    await cursor.take(']');
    return;
  }
  do {
    yield { kind: 'row', value: await cursor.takeValue() };
  } while ((await cursor.take(',]')) === ',');
}

async function takeKey(cursor: JsonCursor): Promise<string> {
  const first = await cursor.peek();
  if (first !== '"') throw cursor.fault('expected a key in quotes', first);
  return String(parseText(await cursor.takeValue()));
}

/** Parses a value outside the rows; throws UnreadableManifest when it is not JSON. */
export function parseText({ text, start }: JsonText): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const message = `Cannot read manifest as JSON: ${explainJsonFault(text, start)}`;
    throw new UnreadableManifest({ row: null, line: start.line, column: null, code: 'bad-json', message });
  }
}
