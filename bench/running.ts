import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';

/** How a process ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  /** From its start to its end. */
  readonly tookMs: number;
  /** The most memory it held (resident set). */
  readonly peakBytes: number;
}

/** A Node process of a bench. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves once it has said something that matches, to either output; rejects when it ends without. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The last line that a watched process told of itself. */
  readonly lastTold: () => string | null;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Blocks its event loop for 300 ms every now and then. */
  readonly isStalling?: boolean;
  /** Tells its vitals every few seconds, each time after a full collection of garbage. */
  readonly isWatched?: boolean;
}

/** Starts a program, its peak of memory told when it ends. */
export function startNode(
  values: readonly string[],
  { folder, environment, ...options }: StartOptions & { readonly folder: string },
): Running {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...loadsFor(options), ...values], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const said = ['', '', '', ''];
  for (const [fd, stream] of child.stdio.entries()) {
    stream?.on('data', (bytes: Buffer) => {
      said[fd] += bytes.toString('utf8');
    });
  }
  const ended = once(child, 'close').then(([code]) => ({
    code,
    stdout: said[1] ?? '',
    tookMs: performance.now() - startedAt,
    peakBytes: Number(said[3]) * 1024,
  }));
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(`${said[1]}\n${said[2]}`);
        if (match) resolve(match);
      };
      look();
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', look);
      void ended.then(({ code }) =>
        reject(new Error(`${values.join(' ')} ended with ${code} without ${pattern}:\n${said[2]}`)),
      );
    });
  return {
    pid: child.pid ?? -1,
    ended,
    says,
    kill: (signal) => child.kill(signal),
    lastTold: () => said[3]?.trimEnd().split('\n').at(-1) || null,
  };
}

function loadsFor({ isStalling = false, isWatched = false }: StartOptions): string[] {
  const names = [isWatched ? 'soak/tell-vitals' : 'tell-peak', ...(isStalling ? ['stall'] : [])];
  return [...(isWatched ? ['--expose-gc'] : []), ...names.flatMap((name) => ['--import', urlOf(name)])];
}

/** Waits for a process that has to end well. */
export async function endedWell({ ended, says }: Running): Promise<Ended> {
  const end = await ended;
  // What it said last tells why.
  if (end.code !== 0) await says(/$^/);
  return end;
}

function urlOf(name: string): string {
  return new URL(`./${name}.js`, import.meta.url).href;
}
