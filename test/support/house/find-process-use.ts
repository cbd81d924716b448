import type { SourceFile } from './source-file.ts';

const faces = /^src\/(?:cli|web)\//;
const ofTheProcess = /\bprocess\.(?:env|exit|exitCode|on|once)\b|from 'node:process'/;

/** Names each line outside the faces that reads the environment, listens to signals or ends the process. */
export function findProcessUse(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => path.endsWith('.ts') && !faces.test(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, i) => {
        const found = isComment(line) ? null : ofTheProcess.exec(line);
        if (!found) return [];
        return [
          `${path}:${i + 1} uses ${found[0]}, but only src/cli and src/web know the process: what it decides is passed in`,
        ];
      }),
    );
}

function isComment(line: string): boolean {
  return /^\s*(?:\/\/|\/?\*)/.test(line);
}
