import { findJsonFault } from './find-json-fault.ts';

/** Says where in the file JSON text goes wrong, and what stands there. `start` is where the text begins. */
export function explainJsonFault(text: string, start: { line: number; character: number }): string {
  const at = findJsonFault(text);
  const before = text.slice(0, at).split('\n');
  const line = start.line + before.length - 1;
  const character = (before.at(-1)?.length ?? 0) + (before.length === 1 ? start.character : 1);
  const got =
    at < text.length ? `got \`${String.fromCodePoint(text.codePointAt(at) ?? 0)}\`` : 'it ends too early';
  return `${got} at line ${line}, character ${character}`;
}
