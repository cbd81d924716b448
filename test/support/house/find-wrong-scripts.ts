import { posix } from 'node:path';
import type { SourceFile } from './source-file.ts';

/** Names each Lua script without a header of what it takes and returns, and each that not exactly one file loads. */
export function findWrongScripts(files: readonly SourceFile[]): string[] {
  const callers = files.filter(({ path }) => path.endsWith('.ts'));
  return files
    .filter(({ path }) => path.endsWith('.lua'))
    .flatMap((script) => [...missingInHeader(script), ...wrongCallers(script, callers)]);
}

function missingInHeader({ path, text }: SourceFile): string[] {
  const header = /^(?:--.*\n)*/.exec(text)?.[0] ?? '';
  const code = text.slice(header.length);
  const wanted = [
    'KEYS',
    ...(code.includes('ARGV') ? ['ARGV'] : []),
    // A part that is put before other scripts answers nothing itself.
    ...(/^return\b/m.test(code) ? ['Returns'] : []),
  ];
  return wanted
    .filter((word) => !new RegExp(`^-- ${word}\\b`, 'm').test(header))
    .map(
      (word) => `${path} has no "-- ${word}" in its header, but a script opens with KEYS, ARGV and Returns`,
    );
}

function wrongCallers(script: SourceFile, files: readonly SourceFile[]): string[] {
  const names = callersOf(script.path, files);
  if (names.length === 1) return [];
  const found = names.length === 0 ? 'none' : names.join(', ');
  return [`${script.path} is to be loaded by exactly one file beside it: got ${found}`];
}

function callersOf(script: string, files: readonly SourceFile[]): string[] {
  const { dir, base } = posix.parse(script);
  return files
    .filter(({ path, text }) => posix.dirname(path) === dir && namesScript(text, base))
    .map(({ path }) => path);
}

function namesScript(text: string, base: string): boolean {
  return text.includes(`'${base}'`) || text.includes(`'./${base}'`);
}
