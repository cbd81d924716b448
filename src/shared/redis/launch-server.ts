import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { OperatorError } from '../errors.ts';
import { askServer } from './ask-server.ts';
import { freeToken, ownTokenFile, tokenFolder } from './directory-token.ts';
import { preparePlace, privateDirectory, serverLog } from './private-place.ts';

/**
 * Becomes the server: the shell puts the token in the name of its own process, which stays the same over `exec`. So
 * the server holds the token for exactly as long as it lives, even if whoever launched it is killed at any point, and
 * a shell that comes too late (the token has passed on) starts nothing.
 */
const becomeServer = `
umask 077
server=$(command -v redis-server || command -v valkey-server) || exit 127
name=$$
test -r /proc/$$/stat && name=$$-$(cut -d ' ' -f 22 /proc/$$/stat)
mv "$1" "$2/$name" 2>/dev/null || exit 75
exec "$server" ./redis.conf
`;
const exitNotInstalled = 127;
const exitTokenGone = 75;

/** A server answers after some ten milliseconds, long before it has read its files. */
const firstAnswerMs = 30_000;

/** Starts a server detached from this process, which must hold the token; resolves at its first answer. */
export async function launchServer(dataDir: string): Promise<void> {
  try {
    const socketPath = await preparePlace(dataDir);
    const child = await spawnServer(dataDir);
    const hasAnswered = await firstAnswer(child, socketPath);
    child.unref();
    if (hasAnswered || child.exitCode === exitTokenGone) return;
    throw await failedServer(dataDir, child.exitCode);
  } finally {
    // Without effect once the server has it.
    await freeToken(privateDirectory(dataDir));
  }
}

async function spawnServer(dataDir: string): Promise<ChildProcess> {
  const directory = privateDirectory(dataDir);
  const log = await open(serverLog(dataDir), 'a', 0o600);
  try {
    const names = ['tcbatch', ownTokenFile(directory), tokenFolder(directory)];
    const child = spawn('/bin/sh', ['-c', becomeServer, ...names], {
      cwd: directory,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    // A shell that cannot be started shows by its exit code as well.
    child.on('error', () => {});
    return child;
  } finally {
    await log.close();
  }
}

async function firstAnswer(child: ChildProcess, socketPath: string): Promise<boolean> {
  const deadlineMs = Date.now() + firstAnswerMs;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadlineMs) {
    const server = await askServer(socketPath);
    if (server?.pid === child.pid) return true;
    await wait(10);
  }
  return false;
}

async function failedServer(dataDir: string, exitCode: number | null): Promise<OperatorError> {
  if (exitCode === exitNotInstalled) {
    return new OperatorError('redis-missing', 'Cannot find redis-server or valkey-server on the PATH', {
      advice: 'Install Redis 6.2 or newer (in the repository: npm run setup), or set REDIS_URL.',
    });
  }
  const lines = await readFile(serverLog(dataDir), 'utf8').catch(() => '');
  const last = lines.trim().split('\n').at(-1);
  return new OperatorError('private-redis-failed', `Cannot start the private redis-server: got "${last}"`, {
    advice: `Read ${serverLog(dataDir)}.`,
  });
}
