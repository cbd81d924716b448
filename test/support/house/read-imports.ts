import { posix } from 'node:path';

/** `import` and `export` statements begin their line, as the formatter leaves them; a call of `import` may stand anywhere. */
const fromStatement = /^(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]/gm;
const bareStatement = /^import\s*['"]([^'"]+)['"]/gm;
const importCall = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** The files of ours that a file imports, as paths from the repository's root. Libraries are left out. */
export function readImports(path: string, text: string): string[] {
  const specifiers = [fromStatement, bareStatement, importCall].flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ([, specifier = '']) => specifier),
  );
  const ours = specifiers.filter((specifier) => specifier.startsWith('.'));
  return [...new Set(ours.map((specifier) => posix.join(posix.dirname(path), specifier)))];
}
