import { describe, expect, test } from 'vitest';
import { findCircles } from './find-circles.ts';
import { findLongFiles } from './find-long-files.ts';
import { findProcessUse } from './find-process-use.ts';
import { findWrongArrows } from './find-wrong-arrows.ts';
import { findWrongNames } from './find-wrong-names.ts';
import { findWrongScripts } from './find-wrong-scripts.ts';
import { readImports } from './read-imports.ts';
import { sourceFile } from './source-file.ts';

function importing(path: string, ...specifiers: readonly string[]) {
  return sourceFile(path, specifiers.map((specifier) => `import { x } from '${specifier}';`).join('\n'));
}

describe('readImports', () => {
  test('finds imports of values and types, exports, bare imports and calls, each once', () => {
    const text = [
      `import { a } from './a.ts';`,
      `import type {`,
      `  B,`,
      `} from '../b.ts';`,
      `export { c } from './c.ts';`,
      `export type * from './d.ts';`,
      `import './e.ts';`,
      `const f = await import('./f.ts');`,
      `type G = import('./g.ts').G;`,
      `import { again } from './a.ts';`,
    ].join('\n');
    const names = ['worker/a', 'b', 'worker/c', 'worker/d', 'worker/e', 'worker/f', 'worker/g'];
    expect(readImports('src/worker/x.ts', text).sort()).toEqual(names.map((name) => `src/${name}.ts`).sort());
  });

  test('leaves libraries, comments and the words of other statements alone', () => {
    const text = [
      `import { z } from 'zod';`,
      `// import { a } from './a.ts';`,
      ` * import { b } from './b.ts'`,
      `export const from = './c.ts';`,
    ].join('\n');
    expect(readImports('src/worker/x.ts', text)).toEqual([]);
  });
});

describe('findWrongArrows', () => {
  test('lets a role import itself and shared, and a face every role', () => {
    const files = [
      importing('src/worker/pacer.ts', './bench.ts', '../shared/line.ts'),
      importing('src/cli/main.ts', '../worker/pacer.ts', '../report/write-csv.ts', './commands/run.ts'),
      importing('src/web/pages/runs.ts', '../../control/act.ts'),
      importing('src/web/browser/run-page.ts', './views/table.ts', '../api-types.ts'),
      importing('src/cli/commands/serve.ts', '../../web/start-web.ts'),
    ];
    expect(findWrongArrows(files)).toEqual([]);
  });

  test.each([
    ['src/shared/line.ts', '../worker/pacer.ts', 'can stand on nobody'],
    ['src/worker/pacer.ts', '../report/write-csv.ts', 'nothing of the other roles'],
    ['src/report/write-csv.ts', '../cli/main.ts', 'nothing of the other roles'],
    ['src/web/server.ts', '../cli/main.ts', 'stand side by side'],
    ['src/cli/commands/run.ts', '../../web/start-web.ts', 'stand side by side'],
    ['src/simulator/account.ts', '../shared/actions/index.ts', 'confirmed by a simulator'],
    ['src/web/browser/run-page.ts', '../shapes/status.ts', 'a browser has neither'],
    ['src/web/server/start-web.ts', '../browser/run-page.ts', 'a browser has neither'],
    ['src/worker/pacer.ts', '../../test/support/redis.ts', 'nothing of ours outside'],
    ['src/tools/pacer.ts', './line.ts', 'in none of the rooms'],
  ])('names the import of %s from %s and the reason', (path, specifier, reason) => {
    const wrong = findWrongArrows([importing(path, specifier)]);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toContain(path);
    expect(wrong[0]).toContain(reason);
  });
});

describe('findCircles', () => {
  test('names the files of a circle in order, also of one that a file draws with itself', () => {
    const files = [
      importing('src/shared/a.ts', './b.ts'),
      importing('src/shared/b.ts', './c.ts'),
      importing('src/shared/c.ts', './b.ts'),
      importing('src/shared/d.ts', './d.ts'),
    ];
    expect(findCircles(files)).toEqual([
      'src/shared/b.ts imports src/shared/c.ts imports src/shared/b.ts',
      'src/shared/d.ts imports src/shared/d.ts',
    ]);
  });

  test('passes two ways to one file', () => {
    const files = [
      importing('src/shared/a.ts', './b.ts', './c.ts'),
      importing('src/shared/b.ts', './c.ts'),
      importing('src/shared/c.ts'),
    ];
    expect(findCircles(files)).toEqual([]);
  });
});

describe('findWrongNames', () => {
  test('refuses names that say nothing, of files and of folders, alone or within a name', () => {
    const paths = ['src/worker/utils.ts', 'src/common/line.ts', 'src/worker/queue-manager.ts'];
    expect(findWrongNames(paths.map((path) => sourceFile(path, '')))).toHaveLength(3);
  });

  test('refuses names that are not written as the others', () => {
    expect(findWrongNames([sourceFile('src/worker/lineWorker.ts', '')])).toHaveLength(1);
    expect(findWrongNames([sourceFile('src/worker/line-worker.test.ts', '')])).toEqual([]);
  });
});

describe('findLongFiles', () => {
  test('allows 300 lines and not one more', () => {
    expect(findLongFiles([sourceFile('src/a.ts', 'x;\n'.repeat(300))])).toEqual([]);
    expect(findLongFiles([sourceFile('src/a.ts', 'x;\n'.repeat(301))])).toHaveLength(1);
  });
});

describe('findProcessUse', () => {
  test('finds what belongs to the process outside the faces, with its line', () => {
    const text = `const a = 1;\nprocess.on('SIGTERM', stop);\nprocess.exit(process.env.CODE);`;
    expect(findProcessUse([sourceFile('src/worker/a.ts', text)])).toEqual([
      expect.stringContaining('src/worker/a.ts:2 uses process.on'),
      expect.stringContaining('src/worker/a.ts:3 uses process.exit'),
    ]);
  });

  test('lets the faces have it, comments speak of it, and everybody know the process id', () => {
    const files = [
      sourceFile('src/cli/main.ts', 'process.exit(0);'),
      sourceFile('src/web/main.ts', 'process.env.PORT;'),
      sourceFile(
        'src/worker/a.ts',
        '// No process.env in here.\n/** nor process.exit */\nconst id = process.pid;',
      ),
    ];
    expect(findProcessUse(files)).toEqual([]);
  });
});

describe('findWrongScripts', () => {
  const script = sourceFile(
    'src/worker/x.lua',
    `-- Does it.\n-- KEYS[1] a\n-- ARGV[1] b\n-- Returns c\nreturn redis.call('GET', KEYS[1] .. ARGV[1])\n`,
  );
  const caller = sourceFile('src/worker/x.ts', `loadScript(import.meta.url, './x.lua');`);

  test('passes a script with its header and its one caller', () => {
    expect(findWrongScripts([script, caller])).toEqual([]);
  });

  test('names a script without a caller beside it, and one with two', () => {
    const elsewhere = { ...caller, path: 'src/report/x.ts' };
    expect(findWrongScripts([script, elsewhere])).toEqual([expect.stringContaining('got none')]);
    const second = { ...caller, path: 'src/worker/y.ts' };
    expect(findWrongScripts([script, caller, second])).toEqual([
      expect.stringContaining('got src/worker/x.ts, src/worker/y.ts'),
    ]);
  });

  test('names each word that the header lacks', () => {
    const bare = sourceFile('src/worker/x.lua', `return redis.call('GET', KEYS[1] .. ARGV[1])\n`);
    expect(findWrongScripts([bare, caller])).toEqual([
      expect.stringContaining('"-- KEYS"'),
      expect.stringContaining('"-- ARGV"'),
      expect.stringContaining('"-- Returns"'),
    ]);
  });
});
