import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestRedis } from '../support/redis.ts';

// What a power cut does and a `kill -9` does not: writes that no sync has brought to the disk are gone. The page cache
// outlives a process, so the cut is made by hand, to the append-only file of a server that was killed.

/** How long the append-only file is now. */
export async function lengthOfFile(redis: TestRedis): Promise<number> {
  return (await stat(await appendOnlyFile(redis))).size;
}

/** Where the first intent of the file ends: with a sync confirmed behind it, no cut can take more. */
export async function endOfIntent(redis: TestRedis): Promise<number> {
  const bytes = await readFile(await appendOnlyFile(redis));
  const intent = bytes.indexOf(',"sending","');
  if (intent === -1) throw new Error('Cannot find an intent in the append-only file');
  // What a script writes stands between MULTI and EXEC.
  const lastCommand = '*1\r\n$4\r\nEXEC\r\n';
  return bytes.indexOf(lastCommand, intent) + lastCommand.length;
}

/** Takes away what stands behind `length` in the file of a server that was killed. */
export async function cutFile(redis: TestRedis, length: number): Promise<void> {
  await truncate(await appendOnlyFile(redis), length);
}

/** The part of the append-only file that is being written. */
async function appendOnlyFile({ folder }: TestRedis): Promise<string> {
  const home = join(folder, 'appendonlydir');
  const parts = (await readdir(home)).filter((name) => name.endsWith('.incr.aof')).sort();
  const last = parts.at(-1);
  if (last === undefined) throw new Error(`Cannot find an append-only file: got none in ${home}`);
  return join(home, last);
}
