import { readFileSync } from 'node:fs';

/**
 * A name that one process has and no later one gets: `<pid>-<start time>`, or `<pid>` alone where the system has no
 * /proc. Pids alone come back, soonest in a container that is started again over an old data directory.
 */
export function ownProcessName(): string {
  return processNameOf(process.pid) ?? String(process.pid);
}

/** Whether the process of that name still runs; one that ended and only waits to be reaped does not. */
export function isRunning(processName: string): boolean {
  const pid = Number.parseInt(processName, 10);
  if (!processName.includes('-')) return canBeSignalled(pid);
  return processNameOf(pid) === processName;
}

function processNameOf(pid: number): string | null {
  try {
    // After the command's name, which may hold anything: state, then 18 numbers, then the start in clock ticks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [state, startTicks] = [fields[0], fields[19]];
    return state === 'Z' || state === 'X' || startTicks === undefined ? null : `${pid}-${startTicks}`;
  } catch {
    return null;
  }
}

function canBeSignalled(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
