import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { OperatorError } from '../../shared/errors.ts';
import { type ManifestSource, manifestFormat } from './manifest-source.ts';
import { spoolManifest } from './spool-manifest.ts';

export interface OpenManifestOptions {
  /** `--format`; wins over the file's extension, and is needed for `-`. */
  readonly format?: string | undefined;
  /** What `-` stands for: the standard input. */
  readonly input?: AsyncIterable<Uint8Array> | undefined;
}

/**
 * Makes a manifest readable by its path, or from `input` when the path is `-`.
 * Throws an OperatorError when there is no such file, it cannot be read, or its format is unknown.
 */
export async function openManifest(
  location: string,
  { format: asked, input }: OpenManifestOptions = {},
): Promise<ManifestSource> {
  const name = path.basename(location);
  if (location === '-') {
    if (!input) throw new Error('Cannot read manifest from standard input: got no input');
    return spoolManifest(input, { name, format: manifestFormat(name, asked) });
  }
  const isRegular = await isRegularFile(location);
  const format = manifestFormat(name, asked);
  // A pipe with a path, such as the shell's <(command), can be read only once.
  if (!isRegular) return spoolManifest(createReadStream(location), { name, format });
  return { name, format, open: () => readFrom(location), close: async () => {} };
}

async function isRegularFile(location: string): Promise<boolean> {
  let file: FileHandle | undefined;
  try {
    file = await open(location, 'r');
    const stat = await file.stat();
    if (stat.isDirectory()) throw unreadable(location, { code: 'EISDIR' });
    return stat.isFile();
  } catch (error) {
    throw unreadable(location, error);
  } finally {
    await file?.close();
  }
}

async function* readFrom(location: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(location);
  } catch (error) {
    throw unreadable(location, error);
  }
}

function unreadable(location: string, cause: unknown): unknown {
  if (cause instanceof OperatorError || !isSystemError(cause)) return cause;
  const reason = reasons[cause.code] ?? cause.code;
  return new OperatorError('manifest-unreadable', `Cannot read manifest ${location}: ${reason}`, {
    advice: 'Give the path of a CSV, JSON or JSONL file, or - for standard input.',
    cause,
  });
}

function isSystemError(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
};
