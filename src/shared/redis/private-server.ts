import { setTimeout as wait } from 'node:timers/promises';
import { OperatorError } from '../errors.ts';
import { type AnsweringServer, askServer, askToEnd } from './ask-server.ts';
import { readHolder, takeToken } from './directory-token.ts';
import { launchServer } from './launch-server.ts';
import { privateDirectory, readSocketPath, serverLog } from './private-place.ts';
import { isRunning } from './process-name.ts';

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
 * Finds the private Redis of `dataDir`, or starts it, and waits until it has read its files. It outlives this process.
 * Any number of processes may do so at the same moment and get one server. Throws an OperatorError when no
 * redis-server is installed, or when it does not start.
 */
export async function startPrivateServer(dataDir: string): Promise<PrivateServer> {
  let deadlineMs = Date.now() + silenceMs;
  while (Date.now() < deadlineMs) {
    const server = await lookForServer(dataDir);
    if (server && !server.isLoading) return server;
    if (server) deadlineMs = Date.now() + silenceMs;
    if (!server && (await takeToken(privateDirectory(dataDir)))) await launchServer(dataDir);
    else await wait(lookEveryMs);
  }
  throw await silentServer(dataDir);
}

/** The private Redis of `dataDir` when it runs and answers. Starts nothing, writes nothing. */
export async function findPrivateServer(dataDir: string): Promise<PrivateServer | null> {
  const server = await lookForServer(dataDir);
  return server?.isLoading === false ? server : null;
}

/** Ends the private Redis in good order and waits until its process is gone. */
export async function stopPrivateServer(dataDir: string): Promise<'stopped' | 'was-not-running'> {
  if (!(await isHeld(dataDir))) return 'was-not-running';
  const deadlineMs = Date.now() + silenceMs;
  while (Date.now() < deadlineMs) {
    const server = await lookForServer(dataDir);
    if (server) await askToEnd(server.socketPath);
    else if (!(await isHeld(dataDir))) return 'stopped';
    await wait(lookEveryMs);
  }
  throw await silentServer(dataDir);
}

async function lookForServer(dataDir: string): Promise<(PrivateServer & AnsweringServer) | null> {
  const socketPath = await readSocketPath(dataDir);
  const server = socketPath === null ? null : await askServer(socketPath);
  return socketPath === null || server === null ? null : { socketPath, ...server };
}

/** Whether a server runs on the files, or a process is about to start one. */
async function isHeld(dataDir: string): Promise<boolean> {
  const holder = await readHolder(privateDirectory(dataDir));
  return holder !== null && isRunning(holder);
}

async function silentServer(dataDir: string): Promise<OperatorError> {
  const holder = await readHolder(privateDirectory(dataDir));
  return new OperatorError(
    'private-redis-silent',
    `Cannot get an answer from the private redis-server: got none from process ${holder ?? '(unknown)'}`,
    { advice: `Read ${serverLog(dataDir)}, and end that process if it hangs.` },
  );
}
