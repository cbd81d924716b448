import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestProblem } from '../server/problem.ts';
import { type OneAtATime, oneAtATime } from './one-at-a-time.ts';
import { loadUpload, type StoredUpload, uploadPaths } from './stored-upload.ts';

/** Where uploads are kept on disk until they are confirmed, given up or forgotten. */
export interface UploadShelf {
  /** Makes a folder for one more. Throws a RequestProblem when there are too many. */
  readonly add: () => Promise<{ readonly id: string; readonly folder: string }>;
  /** The folder of an upload that was checked, and what is known of it. Throws a RequestProblem when there is none. */
  readonly find: (id: string) => Promise<{ readonly folder: string; readonly upload: StoredUpload }>;
  /** Works on the upload of this id while nobody else does, not even to remove it. */
  readonly alone: OneAtATime;
  readonly remove: (id: string) => Promise<void>;
  readonly close: () => void;
}

/** Long enough to mend three rows in a spreadsheet and to ask a colleague about the plan. */
export const keptMs = 2 * 3_600_000;
const sweepEveryMs = 5 * 60_000;
/** Each may be as large as an upload may be. */
const mostUploads = 100;

/** Opens the folder, in which also other servers may keep theirs, and sweeps it from time to time. */
export function openUploadShelf(root: string): UploadShelf {
  const sweep = () => void sweepShelf(root).catch(() => {});
  sweep();
  const alone = oneAtATime();
  const timer = setInterval(sweep, sweepEveryMs).unref();
  return {
    add: async () => {
      await mkdir(root, { recursive: true, mode: 0o700 });
      if ((await readdir(root)).length >= mostUploads) throw full();
      const id = randomBytes(16).toString('hex');
      await mkdir(join(root, id), { mode: 0o700 });
      return { id, folder: join(root, id) };
    },
    find: async (id) => {
      const folder = join(root, id);
      const upload = await loadUpload(folder);
      if (!upload || upload.expiresAtMs < Date.now()) throw unknown();
      return { folder, upload };
    },
    alone,
    remove: (id) => alone(id, () => rm(join(root, id), { recursive: true, force: true })),
    close: () => clearInterval(timer),
  };
}

/** Removes what has expired, and what a server that died left half received. */
async function sweepShelf(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names) {
    const folder = join(root, name);
    const upload = await loadUpload(folder).catch(() => null);
    const endsMs = upload?.expiresAtMs ?? (await lastWriteMs(folder)) + keptMs;
    if (endsMs < Date.now()) await rm(folder, { recursive: true, force: true });
  }
}

async function lastWriteMs(folder: string): Promise<number> {
  const found = await stat(uploadPaths(folder).manifest).catch(() => stat(folder));
  return found.mtimeMs;
}

function unknown(): RequestProblem {
  return new RequestProblem(404, 'unknown-upload', 'Cannot find upload as there is none, or it has expired', {
    advice: 'Upload the manifest again; nothing was bought.',
  });
}

function full(): RequestProblem {
  return new RequestProblem(503, 'uploads-full', 'Cannot take upload as too many wait to be confirmed', {
    advice: 'Confirm or remove some of them, or try again later.',
    headers: { 'retry-after': '300' },
  });
}
