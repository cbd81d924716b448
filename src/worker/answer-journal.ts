import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRunning, ownProcessName } from '../shared/redis/process-name.ts';
import { type Learned, learnedSchema } from './learned.ts';

/** Where answers are kept while Redis cannot be written. Each process has a file of its own. */
export interface AnswerJournal {
  /** Resolves once it is on the disk. */
  readonly keep: (learned: Learned) => Promise<void>;
  /** It has been written to the ledger. With the last one the file goes. */
  readonly forget: () => Promise<void>;
  /** Answers that are kept now. */
  readonly backlog: () => number;
}

/** A file of a process that nobody can ask whether it lives is its own for this long after its last word. */
const abandonedAfterMs = 600_000;

const fileNameEnd = '.jsonl';

/** Opens this process's journal for one ledger; the file is made with the first answer that has to be kept. */
export function openJournal(folder: string, prefix: string): AnswerJournal {
  const path = join(folder, fileNameFor(prefix));
  let file: FileHandle | null = null;
  let kept = 0;
  let turn: Promise<void> = Promise.resolve();
  // One at a time, so that nothing is written to a file that is being taken away.
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    const mine = turn.then(step);
    turn = mine.catch(() => {});
    return mine;
  };
  return {
    backlog: () => kept,
    keep: (learned) =>
      inTurn(async () => {
        if (file === null) {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          file = await open(path, constants.O_CREAT | constants.O_APPEND | constants.O_WRONLY, 0o600);
        }
        // On a line of its own even after half of one, as a full disk leaves it.
        await file.appendFile(`\n${JSON.stringify(learned)}\n`);
        await file.datasync();
        kept += 1;
      }),
    forget: () =>
      inTurn(async () => {
        kept -= 1;
        if (kept > 0) return;
        await file?.close();
        file = null;
        await unlink(path).catch(ignoreMissing);
      }),
  };
}

/** An answer that another process kept, and did not live to write. */
export interface LeftAnswers {
  readonly path: string;
  readonly answers: readonly Learned[];
  /** How many of its lines hold what nobody here can read. */
  readonly unreadable: number;
  /** Its process is gone, so the file may go once its answers are written. */
  readonly isAbandoned: boolean;
}

/** Reads what other processes kept for the same ledger. */
export async function readLeftAnswers(folder: string, prefix: string): Promise<LeftAnswers[]> {
  const names = await readdir(folder).catch(() => []);
  const isLeft = (name: string) => name.startsWith(`${prefix}@`) && name.endsWith(fileNameEnd);
  const others = names.filter((name) => isLeft(name) && name !== fileNameFor(prefix));
  return Promise.all(others.map((name) => readLeft(join(folder, name), name)));
}

/** Takes a journal away whose answers are all written. */
export async function removeJournal(path: string): Promise<void> {
  await unlink(path).catch(ignoreMissing);
}

/** Keeps a journal for a person to look at, under a name that nobody replays. Returns its new path. */
export async function setJournalAside(path: string): Promise<string> {
  const aside = `${path}.unreadable`;
  await rename(path, aside).catch(ignoreMissing);
  return aside;
}

async function readLeft(path: string, name: string): Promise<LeftAnswers> {
  // Asked first: what a process keeps in its last moment would otherwise go unread with its file.
  const abandoned = await isAbandoned(path, name);
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  // Cut short by a crash, this was not yet on the disk: its answer is read back from the provider.
  const unended = lines.pop() ?? '';
  const read = lines.filter((line) => line !== '').map(parseLine);
  const answers = [...read, parseLine(unended)].filter((answer) => answer !== null);
  return {
    path,
    answers,
    unreadable: read.filter((answer) => answer === null).length,
    isAbandoned: abandoned,
  };
}

function parseLine(line: string): Learned | null {
  try {
    return learnedSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

async function isAbandoned(path: string, name: string): Promise<boolean> {
  const [, host, processName = ''] = /@(.+)@([\d-]+)\.jsonl$/.exec(name) ?? [];
  if (host === hostname()) return !isRunning(processName);
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > abandonedAfterMs;
}

/** A pid alone would let a new process take a dead one's journal for its own, and take it away unread. */
function fileNameFor(prefix: string): string {
  return `${prefix}@${hostname()}@${ownProcessName()}${fileNameEnd}`;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
