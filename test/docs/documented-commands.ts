import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One use of the program in a page. */
export interface DocumentedCommand {
  readonly page: string;
  /** As it stands there. */
  readonly text: string;
  /** What the program is given, as the shell would split it; a command alone, in running text, is only its name. */
  readonly words: readonly string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The pages that people read: the README and docs/, without the generated ones' tables of codes. */
export function readPages(): { readonly page: string; readonly text: string }[] {
  const pages = readdirSync(`${root}/docs`).filter((name) => name.endsWith('.md'));
  return ['README.md', ...pages.map((name) => `docs/${name}`)].map((page) => ({
    page,
    text: readFileSync(`${root}/${page}`, 'utf8'),
  }));
}

/** The shell blocks of a page, in order. */
export function shellBlocks(text: string): string[] {
  return Array.from(text.matchAll(/^```sh\n(.*?)^```$/gms), ([, block = '']) => block);
}

/** Every `tcbatch ...` of a page, in its shell blocks and in running text. */
export function documentedCommands(page: string, text: string): DocumentedCommand[] {
  const inBlocks = shellBlocks(text).flatMap((block) => block.replace(/\\\n\s*/g, ' ').split('\n'));
  // In a table a pipe is written with a backslash.
  const outside = text.replace(/^```.*?^```$/gms, '').replaceAll('\\|', '|');
  const inline = Array.from(outside.matchAll(/`(tcbatch [^`]+)`/g), ([, code = '']) => code);
  return [...inBlocks, ...inline].flatMap((line) =>
    callsIn(line).map((words) => ({ page, text: line.trim(), words })),
  );
}

/** The calls of one line: between pipes, `&&`, `;` and in `$(...)`, without comments and redirections. */
function callsIn(line: string): string[][] {
  const text = line.replace(/(?:^|\s)#.*$/, '');
  return text
    .split(/\|\|?|&&?|;|\$\(|\)/)
    .map(shellWords)
    .flatMap((words) => {
      const start = words.findIndex((word) => !/^\w+=/.test(word) && word !== 'export');
      return words[start] === 'tcbatch' ? [words.slice(start + 1)] : [];
    });
}

function shellWords(text: string): string[] {
  const words = text.replace(/\d?[<>]{1,2}\s*\S+/g, '').match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  // Dots stand for what a reader fills in.
  return words
    .filter((word) => word !== '…' && word !== '...')
    .map((word) => word.replace(/^(['"])(.*)\1$/s, '$2'));
}
