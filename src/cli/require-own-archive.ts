import { access } from 'node:fs/promises';
import { readArchivedRun } from '../shared/archive/read-archive.ts';
import { OperatorError } from '../shared/errors.ts';

/**
 * Throws an OperatorError where a file stands that is not an archive of the same run: of a forgotten run it may be the
 * only copy of the books. An archive of the same run, or what was begun of one, may be replaced.
 */
export async function requireOwnArchive(path: string, run: string): Promise<void> {
  if (!(await isThere(path))) return;
  const archived = await archivedRunIn(path);
  if (archived === run) return;
  throw new OperatorError(
    'file-exists',
    `Cannot write the archive of run ${run} to ${path} as a file stands there that is ${
      archived === null ? 'no archive of this run' : `the archive of run ${archived}`
    }`,
    { advice: 'Give --out another name, or move that file away first. It was left as it is.' },
  );
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Null for a file that does not begin as an archive, or cannot be read. */
async function archivedRunIn(path: string): Promise<string | null> {
  try {
    return await readArchivedRun(path);
  } catch (error) {
    if (error instanceof OperatorError) return null;
    throw error;
  }
}
