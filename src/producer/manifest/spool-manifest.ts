import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ManifestFormat, ManifestSource } from './manifest-source.ts';

/**
 * Keeps bytes that can be read only once (standard input, a pipe, an upload) in a private file, so that they can be
 * read again. The file is gone after `close`, and at once when the bytes break off.
 */
export async function spoolManifest(
  bytes: AsyncIterable<Uint8Array>,
  options: { name: string; format: ManifestFormat },
): Promise<ManifestSource> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tcbatch-'));
  const file = path.join(folder, 'manifest');
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    // A manifest names customers and what they buy, so nobody else on the machine may read it.
    await pipeline(bytes, createWriteStream(file, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    await close();
    throw error;
  }
  return { ...options, open: () => createReadStream(file), close };
}
