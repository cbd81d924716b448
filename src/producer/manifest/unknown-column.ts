import type { Finding } from './problem.ts';
import { suggestName } from './suggest-name.ts';

/** The finding for a column that nobody knows; `known` are the names that it may have been meant for. */
export function unknownColumn(name: string, known: readonly string[]): Finding {
  const message = `unknown column \`${name}\`, did you mean \`${suggestName(name, known)}\`?`;
  return { column: name, code: 'unknown-column', message };
}
