import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What a call of one of the ledger's scripts can be recognised by on the wire: its SHA1, or the end of its text. */
export function scriptBytes(...paths: readonly string[]): string[] {
  const texts = paths.map((path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
  const sha1 = createHash('sha1').update(texts.join('\n')).digest('hex');
  // A connection is sent the text once, and then the SHA1 alone. The first line says what the script does.
  const [firstLine = ''] = (texts.at(-1) ?? '').split('\n');
  return [sha1, firstLine];
}
