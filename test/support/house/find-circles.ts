import type { SourceFile } from './source-file.ts';

/** Names each circle of imports once, as the chain of files that leads back to its first. */
export function findCircles(files: readonly SourceFile[]): string[] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const circles: string[] = [];

  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      circles.push([...trail.slice(start), path].join(' imports '));
      return;
    }
    if (done.has(path)) return;
    for (const imported of importsOf.get(path) ?? []) walk(imported, [...trail, path]);
    done.add(path);
  };

  for (const { path } of files) walk(path, []);
  return circles;
}
