import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const lookEveryMs = 100;

/** The memory that a process holds now (resident set), in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) * 1024;
}

/** The most memory that a process holds while something is done. */
export async function peakBytesWhile<Value>(
  pid: number,
  body: () => Promise<Value>,
): Promise<{ readonly peakBytes: number; readonly value: Value }> {
  let peakBytes = await residentBytes(pid);
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      peakBytes = Math.max(peakBytes, await residentBytes(pid));
      await wait(lookEveryMs);
    }
  })();
  try {
    return { value: await body(), peakBytes };
  } finally {
    isOver = true;
    await looking;
  }
}
