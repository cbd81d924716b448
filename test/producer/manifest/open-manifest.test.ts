import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openManifest } from '../../../src/producer/manifest/open-manifest.ts';
import { OperatorError } from '../../../src/shared/errors.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tcbatch-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function contents(chunks: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces).toString('utf8');
}

async function refusal(promise: Promise<unknown>): Promise<OperatorError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OperatorError))
    throw new Error('Cannot find refusal as OperatorError', { cause: error });
  return error;
}

describe('openManifest', () => {
  it.each([
    ['bulk.csv', 'csv'],
    ['bulk.JSON', 'json'],
    ['bulk.jsonl', 'jsonl'],
    ['bulk.ndjson', 'jsonl'],
  ])('reads %s as %s, as often as wanted', async (name, format) => {
    const file = path.join(folder, name);
    await writeFile(file, 'content');
    const source = await openManifest(file);
    expect(source).toMatchObject({ name, format });
    expect(await contents(source.open())).toBe('content');
    expect(await contents(source.open())).toBe('content');
    await source.close();
  });

  it('lets --format win over the extension', async () => {
    const file = path.join(folder, 'export.json');
    await writeFile(file, '');
    expect((await openManifest(file, { format: 'csv' })).format).toBe('csv');
  });

  it('asks for --format when the extension tells nothing', async () => {
    const file = path.join(folder, 'bulk.txt');
    await writeFile(file, '');
    const error = await refusal(openManifest(file));
    expect(error.code).toBe('manifest-format-unknown');
    expect(error.advice).toContain('--format csv');
  });

  it('refuses a format that it does not know', async () => {
    const file = path.join(folder, 'bulk.csv');
    await writeFile(file, '');
    expect((await refusal(openManifest(file, { format: 'xlsx' }))).message).toContain('got --format xlsx');
  });

  it('says that there is no such file', async () => {
    const error = await refusal(openManifest(path.join(folder, 'none.csv')));
    expect(error).toMatchObject({
      code: 'manifest-unreadable',
      message: expect.stringContaining('no such file'),
    });
  });

  it('says that a directory is one', async () => {
    const error = await refusal(openManifest(folder, { format: 'csv' }));
    expect(error).toMatchObject({
      code: 'manifest-unreadable',
      message: expect.stringContaining('is a directory'),
    });
  });

  it('says so when the file is gone before it is read', async () => {
    const file = path.join(folder, 'gone.csv');
    await writeFile(file, '');
    const source = await openManifest(file);
    await rm(file);
    expect((await refusal(contents(source.open()))).code).toBe('manifest-unreadable');
  });

  it('keeps standard input in a private file until closed, so that it can be read twice', async () => {
    const input = Readable.from([Buffer.from('Domain\n'), Buffer.from('a.com\n')]);
    const source = await openManifest('-', { format: 'csv', input });
    expect(source.name).toBe('-');
    expect(await contents(source.open())).toBe('Domain\na.com\n');
    expect(await contents(source.open())).toBe('Domain\na.com\n');
    const [chunks] = [source.open()];
    if (!('path' in chunks) || typeof chunks.path !== 'string')
      throw new Error('Cannot find the private file');
    const kept = chunks.path;
    await contents(chunks);
    expect((await stat(kept)).mode & 0o777).toBe(0o600);
    await source.close();
    await source.close();
    expect(existsSync(path.dirname(kept))).toBe(false);
  });

  it('needs --format for standard input', async () => {
    expect((await refusal(openManifest('-', { input: Readable.from([]) }))).code).toBe(
      'manifest-format-unknown',
    );
  });
});
