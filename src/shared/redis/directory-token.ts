import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, ownProcessName } from './process-name.ts';

// Whoever holds the token may run a server on the directory. The token is one file in a folder of its own, and its
// name is its holder's. It changes hands by a rename from the old holder's name to the new one's, which the file
// system grants to one process alone: two that both see a dead holder cannot both succeed it.

const freeName = 'free';

/** The folder that holds the token of `directory`. */
export function tokenFolder(directory: string): string {
  return join(directory, 'owner');
}

/** The process that holds the token, running or not; null when nobody does. */
export async function readHolder(directory: string): Promise<string | null> {
  const [name] = await readdir(tokenFolder(directory)).catch(() => []);
  return name === undefined || name === freeName ? null : name;
}

/** Takes the token if it is free or its holder is dead; false when another process runs that holds it, or was faster. */
export async function takeToken(directory: string): Promise<boolean> {
  await ensureToken(directory);
  const [name] = await readdir(tokenFolder(directory));
  if (name === undefined || (name !== freeName && isRunning(name))) return false;
  return passToken(directory, { from: name, to: ownProcessName() });
}

/** Gives back a token that was taken and not handed on; no harm when it was handed on. */
export async function freeToken(directory: string): Promise<void> {
  await passToken(directory, { from: ownProcessName(), to: freeName });
}

/** The file this process holds the token by, for the server to rename to its own name. */
export function ownTokenFile(directory: string): string {
  return join(tokenFolder(directory), ownProcessName());
}

async function passToken(directory: string, { from, to }: { from: string; to: string }): Promise<boolean> {
  const folder = tokenFolder(directory);
  return rename(join(folder, from), join(folder, to)).then(
    () => true,
    () => false,
  );
}

/** Made whole beside its place and moved there, so that of two makers only one leaves a token. */
async function ensureToken(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const names = await readdir(tokenFolder(directory)).catch(() => []);
  if (names.length > 0) return;
  const made = await mkdtemp(join(directory, 'new-owner-'));
  await writeFile(join(made, freeName), '', { mode: 0o600 });
  // Fails when the folder is there by now, as it is never empty.
  await rename(made, tokenFolder(directory)).catch(() => rm(made, { recursive: true, force: true }));
}
