// What every demonstration stands on: a private Redis of its own, commands that are run one after the other, and Ctrl-C.
// Leaves nothing behind: no process, no file.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const tcbatch = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** Lends a stage to `show`, which gives the exit code, and takes it down whatever happens. */
export async function onStage(show) {
  if (!existsSync(tcbatch)) {
    say('Cannot show anything as the program is not built: run `npm run build` first.');
    return 1;
  }
  const stage = setUp();
  try {
    return await show(stage);
  } finally {
    // Whatever happened, and however often Ctrl-C is pressed: the private Redis must not stay.
    await stage.takeDown();
  }
}

export function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'tcbatch-demo-'));
  // A doubt is settled by itself and shows in the report; its warning would run through the progress.
  const quiet = { ...process.env, LOG_LEVEL: process.env.LOG_LEVEL || 'error' };
  const environment = { ...quiet, TCBATCH_DATA_DIR: folder, TCBATCH_PREFIX: 'demo' };
  let isInterrupted = false;
  /** What is running now. It hears Ctrl-C itself; another signal is passed on. */
  let current = null;
  let simulator = null;
  process.on('SIGINT', () => {
    isInterrupted = true;
  });
  process.on('SIGTERM', () => {
    isInterrupted = true;
    current?.kill('SIGTERM');
  });

  /** Runs one command to its end and returns its exit code. */
  const run = (command, ...values) => {
    // In a group of its own while cleaning up, where another Ctrl-C must not reach it.
    const detached = command === 'down';
    const stdio = ['ignore', command === 'down' ? 'ignore' : 'inherit', 'inherit'];
    current = spawn(process.execPath, [tcbatch, command, ...values], { env: environment, stdio, detached });
    return endOf(current);
  };
  return {
    folder,
    run,
    /** Runs one command silently, and returns what it prints. */
    read: async (...values) => {
      const stdio = ['ignore', 'pipe', 'inherit'];
      current = spawn(process.execPath, [tcbatch, ...values], { env: environment, stdio });
      const [printed] = await Promise.all([text(current.stdout), endOf(current)]);
      return printed;
    },
    /** What to end with when a command ended otherwise than it was meant to. */
    failed: (exitCode) => {
      if (isInterrupted) return 130;
      say(`\nThe demonstration did not go as meant: exit code ${exitCode}.`);
      return 1;
    },
    isInterrupted: () => isInterrupted,
    /** Has every command from here on buy from a simulator with these options. */
    startSimulator: async (...values) => {
      const stdio = ['ignore', 'pipe', 'inherit'];
      simulator = spawn(process.execPath, [tcbatch, 'simulate', '--json', ...values], {
        env: environment,
        stdio,
        detached: true,
      });
      const { url, secretId, secretKey } = JSON.parse(await firstLineOf(simulator.stdout));
      Object.assign(environment, {
        REDIS_URL: 'private',
        TCBATCH_ENDPOINT: url,
        TENCENTCLOUD_SECRET_ID: secretId,
        TENCENTCLOUD_SECRET_KEY: secretKey,
      });
      return url;
    },
    takeDown: async () => {
      if (simulator !== null) {
        const ended = endOf(simulator);
        simulator.kill('SIGTERM');
        await ended;
      }
      await run('down');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

async function firstLineOf(stream) {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error('Cannot read the address of the simulator as it ended');
}
