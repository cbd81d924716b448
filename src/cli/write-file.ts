import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperatorError } from '../shared/errors.ts';

/** Writes a file that appears under its name only once it is whole. Throws an OperatorError when it cannot be written. */
export async function writeFileWhole(
  path: string,
  pieces: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  // Beside the file, since a rename is one step only within one file system.
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished, { flags: 'wx' }));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw isSystemError(error) ? unwritable(path, error) : error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

function unwritable(path: string, cause: NodeJS.ErrnoException): OperatorError {
  return new OperatorError('file-unwritable', `Cannot write ${path}: got ${cause.code}`, {
    advice: 'Give --out a path in a folder that exists and that you may write to.',
    cause,
  });
}
