import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { actions } from '../../src/shared/actions/index.ts';
import { markdownTable } from './markdown-table.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const listed = z.array(z.object({ name: z.string(), file: z.string() }));

/** The names of all tests in a folder, file by file, as vitest itself finds them without running any. */
export async function listTests(folder: string): Promise<string[]> {
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
  // Colours and a nested run's own variables would stand in the way.
  const environment = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NO_COLOR: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, 'list', folder, '--json'], {
    cwd: root,
    env: environment,
    maxBuffer: 16 * 1024 * 1024,
  });
  const tests = listed.parse(JSON.parse(stdout.slice(stdout.indexOf('['))));
  // Files come in the order in which they were read, which is another one each time; their tests do not.
  return tests.sort((a, b) => a.file.localeCompare(b.file, 'en')).map(({ name }) => name);
}

/** A page with the matrix in its marked place: what went wrong, at which moment, and for which actions it is tested. */
export function withMatrix(page: string, testNames: readonly string[]): string {
  const table = matrixTable(testNames);
  return page.replace(
    /(<!-- matrix -->\n).*(\n<!-- \/matrix -->)/s,
    (_whole, begin: string, end: string) => `${begin}\n${table}\n${end}`,
  );
}

/** Tests are named `fault | moment | action`; the group that a file may put before it repeats the fault. */
function matrixTable(testNames: readonly string[]): string {
  const cells = new Map<string, Set<string>>();
  for (const name of testNames) {
    const parts = name.split(' | ').map((part) => part.split(' > ').at(-1) ?? part);
    const [action = ''] = parts.slice(2);
    const row = parts.slice(0, 2).join(' | ');
    cells.set(row, (cells.get(row) ?? new Set()).add(action));
  }
  const names = actions.map(({ name }) => name);
  const rows = Array.from(cells, ([row, tested]) => [
    ...row.split(' | '),
    ...names.map((name) => (tested.has(name) ? 'yes' : '')),
  ]);
  rows.sort(([a = ''], [b = '']) => a.localeCompare(b, 'en'));
  return markdownTable(['what goes wrong', 'when, or how', ...names], rows);
}
