import type { SourceFile } from './source-file.ts';

const mostLines = 300;

/** Names each file that has grown into two ideas. */
export function findLongFiles(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length;
    return lines > mostLines ? [`${path} has ${lines} lines, but past ${mostLines} a file is two ideas`] : [];
  });
}
