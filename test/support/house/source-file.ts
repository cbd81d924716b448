import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImports } from './read-imports.ts';

/** One file of the repository as the house's rules see it. */
export interface SourceFile {
  /** From the repository's root, with `/`: `src/worker/pacer.ts`. */
  readonly path: string;
  readonly text: string;
  /** Paths of our own files that it imports, types and re-exports included. */
  readonly imports: readonly string[];
}

/** Every file under a folder of the repository. */
export function readSourceFiles(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .sort()
    .map((path) => sourceFile(path, readFileSync(path, 'utf8')));
}

/** A file made up of its path and text. */
export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, imports: path.endsWith('.ts') ? readImports(path, text) : [] };
}
