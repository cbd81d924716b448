import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { OperatorError } from '../errors.ts';
import {
  type ArchiveLine,
  archiveHeader,
  archiveLine,
  archiveTrailer,
  archiveVersion,
} from './archive-line.ts';
import { splitLines } from './split-lines.ts';

/** An archive that was read to its end once, and found whole. */
export interface Archive {
  readonly path: string;
  readonly run: string;
  /** How many purchases it holds. */
  readonly purchases: number;
  /** The run itself, as it is stored. */
  readonly description: Readonly<Record<string, string>>;
  /** What followed its purchases is in it, where anything did. */
  readonly holdsFollowUps: boolean;
  /** Reads what it holds, once more. */
  readonly lines: () => AsyncGenerator<ArchiveLine>;
}

/** The version of the format from which on they are in it. */
const firstWithFollowUps = 2;

/** Opens an archive and checks all of it. Throws an OperatorError for a file that is none, is damaged, or is newer. */
export async function openArchive(path: string): Promise<Archive> {
  const digest = createHash('sha256');
  let header: z.infer<typeof archiveHeader> | null = null;
  let last: Buffer | null = null;
  const description: Record<string, string> = {};
  let purchases = 0;
  for await (const bytes of bytesOf(path)) {
    if (last) {
      digest.update(last).update('\n');
      if (header === null) header = readHeader(path, last);
      else {
        const line = readLine(path, last);
        if ('purchases' in line) purchases += line.purchases.length;
        if ('hash' in line && line.hash === 'run')
          Object.assign(description, Object.fromEntries(line.fields));
      }
    }
    last = bytes;
  }
  const trailer = archiveTrailer.safeParse(parse(last));
  const isWhole =
    header !== null &&
    trailer.success &&
    trailer.data.purchases === purchases &&
    trailer.data.sha256 === digest.digest('hex');
  if (header === null || !isWhole) throw damaged(path, 'it ends too early, or its checksum is another');
  const holdsFollowUps = header.version >= firstWithFollowUps;
  return { path, run: header.run, purchases, description, holdsFollowUps, lines: () => linesOf(path) };
}

/** The run whose archive a file begins as, cut short or not. Throws an OperatorError for a file that is none, or is newer. */
export async function readArchivedRun(path: string): Promise<string> {
  for await (const line of bytesOf(path)) return readHeader(path, line).run;
  throw damaged(path, 'it is empty');
}

async function* linesOf(path: string): AsyncGenerator<ArchiveLine> {
  let before: Buffer | null = null;
  let isHeader = true;
  // The line before the last is known to be one of these only once the last has come.
  for await (const line of bytesOf(path)) {
    if (before && !isHeader) yield readLine(path, before);
    isHeader = before === null;
    before = line;
  }
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const text = createGunzip();
  // Told by the reader below; here nobody waits for it.
  pipeline(file, text, () => {});
  try {
    yield* splitLines(text);
  } catch (error) {
    throw unreadable(path, file.errored ?? error);
  } finally {
    file.destroy();
  }
}

function readHeader(path: string, line: Buffer): z.infer<typeof archiveHeader> {
  const header = archiveHeader.safeParse(parse(line));
  if (!header.success) throw damaged(path, 'it does not begin as one');
  if (header.data.version <= archiveVersion) return header.data;
  throw new OperatorError(
    'archive-newer',
    `Cannot read archive ${path} as this version of tcbatch knows archives up to version ${archiveVersion}: got ${header.data.version}`,
    { advice: 'Use the version of tcbatch that wrote it, or a newer one.' },
  );
}

function readLine(path: string, line: Buffer): ArchiveLine {
  const read = archiveLine.safeParse(parse(line));
  if (read.success) return read.data;
  throw damaged(path, 'it holds a line that no archive has');
}

function parse(line: Buffer | null): unknown {
  try {
    return JSON.parse(line?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  const code = String(error.code);
  if (code.startsWith('Z_')) return damaged(path, 'it is no gzip file, or is cut short');
  return new OperatorError('file-unreadable', `Cannot read ${path}: got ${code}`, { cause: error });
}

function damaged(path: string, reason: string): OperatorError {
  return new OperatorError('archive-damaged', `Cannot read ${path} as a whole archive of a run: ${reason}`, {
    advice: 'Archives are made by `tcbatch archive RUN --out FILE`; take another copy of it.',
  });
}
