import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { readImage } from './image.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const image = readImage();

describe('the image', () => {
  it('has a Dockerfile in which a linter finds nothing', () => {
    expect(validate(image.text)).toEqual([]);
  });

  it('runs as somebody who is not root, by number, and as the process that gets signals', () => {
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(image.entrypoint).toEqual(['node', '/app/dist/cli/main.js']);
    expect(image.healthCheck[0]).toBe('node');
  });

  it('holds no secret: none is given to the build, and what may hold one stays outside', async () => {
    expect(image.text).not.toMatch(/^\s*(?:ENV|ARG)\s+\S*(?:SECRET|TOKEN|PASSWORD|KEY)/im);
    const ignored = (await readFile(join(repository, '.dockerignore'), 'utf8')).split('\n');
    expect(ignored).toContain('*');
    const letIn = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(new Set(letIn)).toEqual(new Set(image.copied));
  });

  it('is built from what it copies, and from nothing else', { timeout: 300_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tcbatch-image-'));
    try {
      for (const path of image.copied) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await cp(join(repository, path), join(folder, path), { recursive: true });
      }
      // Stands for `npm ci`.
      await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
      await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: folder });
      const main = await stat(join(folder, 'dist/cli/main.js'));
      expect(main.mode & 0o111).toBeGreaterThan(0);
      expect((await stat(join(folder, 'dist/web/browser'))).isDirectory()).toBe(true);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
