import { explainJsonFault } from './explain-json-fault.ts';
import type { JsonCursor, JsonText, Place } from './json-cursor.ts';
import { UnreadableManifest } from './problem.ts';

/** What stands in a JSON manifest, in the order of the file. Rows come some at a time, for their reader to parse. */
export type JsonPiece =
  | { readonly kind: 'array' }
  | { readonly kind: 'object' }
  | { readonly kind: 'member'; readonly key: string; readonly value: unknown; readonly source: JsonText }
  | { readonly kind: 'purchases'; readonly start: Place }
  | { readonly kind: 'rows'; readonly sources: readonly JsonText[] };

/**
 * Walks through a JSON manifest, row by row, and closes the cursor when it ends or is left. Gives nothing for an empty
 * file, and throws UnreadableManifest where the shape breaks.
 */
export async function* walkJson(cursor: JsonCursor): AsyncGenerator<JsonPiece> {
  try {
    if ((await cursor.peek()) === '') return;
    yield* walkValue(cursor);
    const rest = await cursor.peek();
    if (rest !== '') throw cursor.fault('nothing may stand behind the manifest', rest);
  } finally {
    await cursor.close();
  }
}

async function* walkValue(cursor: JsonCursor): AsyncGenerator<JsonPiece> {
  if ((await cursor.take('[{')) === '[') {
    yield { kind: 'array' };
    yield* walkRows(cursor);
  } else {
    yield { kind: 'object' };
    yield* walkMembers(cursor);
  }
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
      const source = await cursor.takeValue();
      yield { kind: 'member', key, value: parseText(source), source };
    }
  } while ((await cursor.take(',}')) === ',');
}

async function* walkRows(cursor: JsonCursor): AsyncGenerator<JsonPiece> {
  if ((await cursor.peek()) === ']') {
    await cursor.take(']');
    return;
  }
  let taken: TakenRows;
  do {
    taken = await takeRows(cursor);
    yield { kind: 'rows', sources: taken.sources };
    if (taken.fault) throw taken.fault;
  } while (!taken.isLast);
}

/** Some rows, and the fault that stands behind them. */
interface TakenRows {
  readonly sources: readonly JsonText[];
  readonly isLast: boolean;
  readonly fault: UnreadableManifest | null;
}

async function takeRows(cursor: JsonCursor): Promise<TakenRows> {
  const sources: JsonText[] = [];
  try {
    for (let characters = 0; characters < charactersAtOnce; ) {
      const source = await cursor.takeValue();
      sources.push(source);
      characters += source.text.length;
      if ((await cursor.take(',]')) === ']') return { sources, isLast: true, fault: null };
    }
    return { sources, isLast: false, fault: null };
  } catch (error) {
    if (!(error instanceof UnreadableManifest)) throw error;
    return { sources, isLast: true, fault: error };
  }
}

/** Enough that waiting for rows costs less than reading them. */
const charactersAtOnce = 64 * 1024;

async function takeKey(cursor: JsonCursor): Promise<string> {
  const first = await cursor.peek();
  if (first !== '"') throw cursor.fault('expected a key in quotes', first);
  return String(parseText(await cursor.takeValue()));
}

/** Parses what is not a row: a fault in it concerns them all, so the walk cannot go on. */
function parseText({ text, start }: JsonText): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const message = `Cannot read manifest as JSON: ${explainJsonFault(text, start)}`;
    throw new UnreadableManifest({ row: null, line: start.line, column: null, code: 'bad-json', message });
  }
}
