import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OperatorError } from '../errors.ts';

/** macOS takes 103 bytes for the path of a Unix socket, Linux 107. */
const maxSocketPathBytes = 103;

/** Where the private Redis of a data directory keeps its files. */
export function privateDirectory(dataDir: string): string {
  return join(dataDir, 'redis');
}

export function serverLog(dataDir: string): string {
  return join(privateDirectory(dataDir), 'redis.log');
}

/** The socket of the server that was started last; null when none ever was. */
export async function readSocketPath(dataDir: string): Promise<string | null> {
  // Written down because the folder for temporary files may be another one in the next command's environment.
  return readFile(socketNote(dataDir), 'utf8').catch(() => null);
}

/** Makes the directory ready for a server to be started in it, and answers with its socket's path. */
export async function preparePlace(dataDir: string): Promise<string> {
  const directory = privateDirectory(dataDir);
  await chmod(directory, 0o700);
  const socketPath = chooseSocketPath(dataDir);
  if (dirname(socketPath) !== directory) await ensureOwnFolder(dirname(socketPath));
  await writeFile(join(directory, 'redis.conf'), serverSettings(socketPath), { mode: 0o600 });
  await writeFile(socketNote(dataDir), socketPath, { mode: 0o600 });
  return socketPath;
}

/** In the directory itself, or, where that makes too long a path, in a folder for temporary files named by its hash. */
function chooseSocketPath(dataDir: string): string {
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const folders = [
    privateDirectory(dataDir),
    join(tmpdir(), `tcbatch-${hash}`),
    join('/tmp', `tcbatch-${hash}`),
  ];
  const paths = folders.map((folder) => join(folder, 'redis.sock'));
  return (
    paths.find((path) => Buffer.byteLength(path) <= maxSocketPathBytes) ?? join('/tmp', `tcbatch-${hash}`)
  );
}

/** Everybody may write to the folder for temporary files: a folder found there is used only if it is our own. */
async function ensureOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const isOurs = found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  if (found.isDirectory() && isOurs) return;
  throw new OperatorError(
    'private-redis-folder-unsafe',
    `Cannot use ${folder} as a folder of this user alone`,
    {
      advice: 'Remove it, or set TCBATCH_DATA_DIR to a shorter path.',
    },
  );
}

function serverSettings(socketPath: string): string {
  return [
    'port 0',
    `unixsocket "${socketPath.replace(/["\\]/g, '\\$&')}"`,
    'unixsocketperm 700',
    'appendonly yes',
    // The ledger may not forget an intent: a reply means that the write is on the disk.
    'appendfsync always',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
    '',
  ].join('\n');
}

function socketNote(dataDir: string): string {
  return join(privateDirectory(dataDir), 'socket-path');
}
