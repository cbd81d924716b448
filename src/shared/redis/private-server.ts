import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { OperatorError } from '../errors.ts';
import { askServer, askToEnd } from './ask-server.ts';
import { freeToken, ownTokenFile, readHolder, takeToken, tokenFolder } from './directory-token.ts';
import { preparePlace, privateDirectory, readSocketPath, serverLog } from './private-place.ts';
import { isRunning, pidOf } from './process-name.ts';

/** A real redis-server of one data directory, shared by every command that uses that directory. */
export interface PrivateServer {
  readonly socketPath: string;
  readonly pid: number;
}

/** Between two looks at a server that is starting or ending. */
const lookEveryMs = 20;
/** A server that neither answers nor says that it reads its files for so long needs a person. */
const silenceMs = 30_000;

/**
 * Finds the private Redis of `dataDir`, or starts it and waits until it has read its files. It outlives this process.
 * Any number of processes may do so at the same moment and get one server. Throws an OperatorError when no
 * redis-server is installed, or it does not start.
 */
export async function startPrivateServer(dataDir: string): Promise<PrivateServer> {
  const directory = privateDirectory(dataDir);
  let deadlineMs = Date.now() + silenceMs;
  while (Date.now() < deadlineMs) {
    const { server, word } = await look(dataDir);
    if (server && word === 'ready') return server;
    if (word === 'loading') deadlineMs = Date.now() + silenceMs;
    if (word === 'silent' && (await takeToken(directory))) await launch(dataDir);
    await wait(lookEveryMs);
  }
  throw silentServer(dataDir, await readHolder(directory));
}

/** The private Redis of `dataDir` when it runs and answers. Starts nothing, writes nothing. */
export async function findPrivateServer(dataDir: string): Promise<PrivateServer | null> {
  const { server, word } = await look(dataDir);
  return word === 'ready' ? server : null;
}

/** Ends the private Redis in good order and waits until its process is gone. */
export async function stopPrivateServer(dataDir: string): Promise<'stopped' | 'was-not-running'> {
  const directory = privateDirectory(dataDir);
  const holder = await readHolder(directory);
  if (holder === null || !isRunning(holder)) return 'was-not-running';
  const deadlineMs = Date.now() + silenceMs;
  while (Date.now() < deadlineMs) {
    const { server, word } = await look(dataDir);
    if (server === null) return 'stopped';
    if (word !== 'silent') await askToEnd(server.socketPath);
    await wait(lookEveryMs);
  }
  throw silentServer(dataDir, holder);
}
