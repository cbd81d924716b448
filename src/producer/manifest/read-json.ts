import { checkUtf8 } from './check-utf8.ts';
import type { Entry } from './entry.ts';
import { JsonCursor } from './json-cursor.ts';
import { readEnvelope } from './json-envelope.ts';
import type { ManifestSource } from './manifest-source.ts';
import { parseRow } from './parse-row.ts';
import { walkJson } from './walk-json.ts';

/**
 * Reads a JSON manifest: an array of rows, or an object with `purchases` and, in any order, `action` and `defaults`.
 * An object is walked through twice, since what stands behind its rows may hold for all of them.
 */
export async function* readJson(source: ManifestSource): AsyncGenerator<readonly Entry[]> {
  const walk = () => walkJson(new JsonCursor(checkUtf8(source.open())));
  yield await readEnvelope(walk());
  let row = 0;
  for await (const piece of walk()) {
    if (piece.kind !== 'rows') continue;
    yield piece.sources.map(({ text, start }) => {
      row += 1;
      return parseRow(text, { row, line: start.line, character: start.character });
    });
  }
}
