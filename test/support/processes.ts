import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { stopPrivateServer } from '../../src/shared/redis/private-server.ts';

/** How a process ended, and all that it said. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `tcbatch` that runs. */
export interface RunningTcbatch {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves once it has said something that matches; rejects when it ends without. */
  readonly says: (stream: 'stdout' | 'stderr', pattern: RegExp) => Promise<RegExpExecArray>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Closes its standard output under it, as `head` does. */
  readonly stopReading: () => void;
}

export interface TcbatchOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** What stands on its standard input; nothing unless told. */
  readonly input?: string | Uint8Array;
  /** What stands before the command, to have it run elsewhere: `ip netns exec NAME`. */
  readonly launcher?: readonly string[];
}

/** A folder of one test's own, in which `tcbatch` finds nothing of this machine's user. */
export interface Workplace {
  readonly folder: string;
  /** Writes a file into the folder and returns its path. */
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
  readonly start: (values: readonly string[], options?: TcbatchOptions) => RunningTcbatch;
  readonly run: (values: readonly string[], options?: TcbatchOptions) => Promise<Ended>;
  /** Ends what still runs, the private Redis included, and removes the folder. */
  readonly close: () => Promise<void>;
}

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Makes a workplace; `environment` is what every `tcbatch` in it is given. */
export async function openWorkplace(environment: Readonly<Record<string, string>> = {}): Promise<Workplace> {
  if (!existsSync(program)) throw new Error(`Cannot test ${program} as it is not built: run npm run build`);
  const folder = await mkdtemp(join(tmpdir(), 'tcbatch-test-'));
  const dataDir = join(folder, 'data');
  const own = { PATH: process.env.PATH ?? '', HOME: folder, TCBATCH_DATA_DIR: dataDir, ...environment };
  const started = new Set<ChildProcess>();

  const start = (
    values: readonly string[],
    { environment: more = {}, input, launcher = [] }: TcbatchOptions = {},
  ) => {
    const [command = '', ...rest] = [...launcher, process.execPath, program, ...values];
    const child = spawn(command, rest, { cwd: folder, env: { ...own, ...more } });
    started.add(child);
    child.once('exit', () => started.delete(child));
    // A process that does not read its input may be gone before all of it is written.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    return running(child);
  };
  return {
    folder,
    start,
    run: (values, options) => start(values, options).ended,
    write: async (name, content) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    close: async () => {
      await Promise.all(Array.from(started, end));
      await stopPrivateServer(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The `tcbatch` processes that a process started, and that still run. */
export async function childrenOf(parent: number): Promise<number[]> {
  return (await listTcbatch()).filter(({ parentPid }) => parentPid === parent).map(({ pid }) => pid);
}

/** Those of the processes that still run. */
export async function stillRunning(pids: readonly number[]): Promise<number[]> {
  return (await listTcbatch()).map(({ pid }) => pid).filter((pid) => pids.includes(pid));
}

/** One that ended and only waits to be reaped does not count. */
async function listTcbatch(): Promise<{ readonly pid: number; readonly parentPid: number }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parentPid, state = 'Z', ...words] = line.trim().split(/\s+/);
    const isOurs = words.join(' ').includes(program) && !state.startsWith('Z');
    return isOurs ? [{ pid: Number(pid), parentPid: Number(parentPid) }] : [];
  });
}

function running(child: ChildProcess): RunningTcbatch {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const ended = once(child, 'close').then(([code]): Ended => ({ code, ...said }));
  return {
    pid: child.pid ?? -1,
    ended,
    kill: (signal) => child.kill(signal),
    stopReading: () => child.stdout?.destroy(),
    says: (name, pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(said[name]);
          if (match) resolve(match);
        };
        look();
        child[name]?.on('data', look);
        void ended.then(({ code }) =>
          reject(new Error(`tcbatch ended with ${code} without ${pattern}:\n${said.stdout}\n${said.stderr}`)),
        );
      }),
  };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
