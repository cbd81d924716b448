import { spawnSync } from 'node:child_process';

/** Whether this machine has a program. A test that is skipped for want of one says so, so that nobody takes it for passed. */
export function isInstalled(program: string): boolean {
  const isThere = spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
  if (!isThere) process.stderr.write(`SKIPPED: tests that need ${program}, which is not on the PATH.\n`);
  return isThere;
}
