import { readdir, readFile, readlink } from 'node:fs/promises';

/** What a process holds open, as the system sees it. Linux alone tells. */
export interface OpenHandles {
  readonly descriptors: number;
  readonly established: number;
  /** Sockets of TCP in any other state, such as CLOSE_WAIT: the other side is gone, and nobody here noticed. */
  readonly otherSockets: number;
}

const listening = '0A';
const established = '01';

export async function openHandles(pid: number): Promise<OpenHandles> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder);
  const targets = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  const states = await socketStates(pid);
  const ours = targets.flatMap((target) => states.get(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? '') ?? []);
  return {
    descriptors: names.length,
    established: ours.filter((state) => state === established).length,
    otherSockets: ours.filter((state) => state !== established && state !== listening).length,
  };
}

/** The state of each TCP socket by its inode. */
async function socketStates(pid: number): Promise<Map<string, string>> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
  );
  const lines = tables.flatMap((table) => table.trim().split('\n').slice(1));
  return new Map(
    lines.map((line) => {
      const fields = line.trim().split(/\s+/);
      return [fields[9] ?? '', fields[3] ?? ''];
    }),
  );
}
