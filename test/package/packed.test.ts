import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stopPrivateServer } from '../../src/shared/redis/private-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);

let folder: string;
let home: string;
let files: readonly string[];
let tarball: string;

/** Only a registry has the packages that an empty folder needs. */
const canInstall = await execute('npm', ['view', 'zod', 'version']).then(
  () => true,
  () => false,
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tcbatch-packed-'));
  home = join(folder, 'home');
  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  files = packed.files.map(({ path }) => path);
  tarball = join(folder, packed.filename);
});
afterAll(async () => {
  await stopPrivateServer(join(home, '.local/share/tcbatch'));
  await rm(folder, { recursive: true, force: true });
});

/** The cache of this machine saves fetching what is there; all else of the user stays out. */
async function npm(...values: readonly string[]): Promise<void> {
  const { stdout } = await execute('npm', ['config', 'get', 'cache']);
  const environment = { ...process.env, HOME: home, npm_config_cache: stdout.trim() };
  await execute('npm', values, { cwd: folder, env: environment });
}

async function tcbatch(...values: readonly string[]): Promise<{ stdout: string; code: number }> {
  const environment = { PATH: process.env.PATH ?? '', HOME: home };
  const program = join(folder, 'node_modules/.bin/tcbatch');
  try {
    return { ...(await execute(program, values, { cwd: folder, env: environment })), code: 0 };
  } catch (error) {
    const { stdout, code } = error as { stdout: string; code: number };
    return { stdout, code };
  }
}

describe('the packed file', () => {
  test('holds what runs and what is read, and nothing else', () => {
    const kinds = [
      /^dist\/(?:cli|control|notify|producer|report|shared|simulator|web|worker)\/.+\.(?:js|lua|css|svg)$/,
      /^deploy\/.+\.(?:conf|ya?ml|service|json|env|md)$/,
      /^docs\/.+\.(?:md|png)$/,
      /^examples\/[\w-]+\.(?:csv|json)$/,
      /^(?:LICENSE|README\.md|package\.json)$/,
    ];
    expect(files.filter((path) => !kinds.some((kind) => kind.test(path)))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['dist/cli/main.js', 'LICENSE', 'examples/onboarding.csv']));
  });

  test('names no file that is not in it, as a map of its sources would', async () => {
    const strays: string[] = [];
    for (const path of files.filter((name) => name.endsWith('.js'))) {
      const text = await readFile(join(root, path), 'utf8');
      const [, map] = /^\/\/# sourceMappingURL=(\S+)$/m.exec(text) ?? [];
      if (map !== undefined) strays.push(`${path} names ${map}`);
    }
    expect(strays).toEqual([]);
  });
});

describe.runIf(canInstall)(
  'installed as a stranger does, into an empty folder with an empty home, it',
  () => {
    beforeAll(async () => {
      await writeFile(join(folder, 'package.json'), '{}');
      await npm('install', '--no-audit', '--no-fund', '--prefer-offline', tarball);
    }, 240_000);

    test('comes with what it needs to run, and nothing that only its makers need', async () => {
      const installed = await readdir(join(folder, 'node_modules'));
      expect(installed).toEqual(expect.arrayContaining(['tcbatch', 'bullmq', 'fastify']));
      expect(installed).not.toEqual(expect.arrayContaining(['vitest']));
      for (const name of [
        'vitest',
        'typescript',
        'playwright-core',
        'fast-check',
        'tencentcloud-sdk-nodejs-common',
      ])
        expect(existsSync(join(folder, 'node_modules', name)), name).toBe(false);
    });

    test('says its version where it is installed', async () => {
      const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
      expect(await tcbatch('--version')).toEqual({ stdout: `${version}\n`, stderr: '', code: 0 });
    });

    test('does the whole job on its own example', async () => {
      const example = 'node_modules/tcbatch/examples/onboarding.csv';
      const { stdout, code } = await tcbatch('run', example, '--simulate', '--yes', '--workers', '1');
      expect(stdout).toContain('139 of 144 purchases succeeded');
      expect(code).toBe(3);
    });
  },
);
