import type { SourceFile } from './source-file.ts';

const namelessNames = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'misc']);
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Names each file and folder whose name says nothing, or is written in another way than the rest. */
export function findWrongNames(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path }) => {
    const names = path.split('/').map((part) => part.replace(/\..*$/, ''));
    const nameless = names.filter((name) => name.split('-').some((word) => namelessNames.has(word)));
    const unlike = names.filter((name) => !kebabCase.test(name));
    return [
      ...nameless.map((name) => `${path} is named ${name}, but a file is named for what it knows`),
      ...unlike.map((name) => `${path} is named ${name}, but names are lower-case words joined by "-"`),
    ];
  });
}
