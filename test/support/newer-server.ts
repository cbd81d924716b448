import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Redis 8 or Valkey 8, both with WAITAOF, as Debian 13 has them. */
export type NewerServer = 'redis-server' | 'valkey-server';

/** A server as `startTestRedis` takes it; or why there is none on this machine. */
export type FoundServer =
  | { readonly kind: 'found'; readonly program: readonly string[] }
  | { readonly kind: 'missing'; readonly reason: string };

const run = promisify(execFile);

/** Unpacked once, for all tests to come; `npm ci` takes it away again. */
const home = fileURLToPath(new URL('../../node_modules/.cache/tcbatch-trixie', import.meta.url));
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const source = `deb [signed-by=${keyring}] http://deb.debian.org/debian trixie main\n`;

/**
 * Finds a server that is newer than this machine's: fetched from Debian with apt, which checks its signature, and
 * unpacked into a folder of the tests' own. Nothing is installed.
 */
export async function findNewerServer(name: NewerServer): Promise<FoundServer> {
  try {
    if (!existsSync(home)) await fetchInto(home);
    const program = [...(await loaderIn(home)), join(home, 'usr', 'bin', name)];
    const [command = '', ...values] = program;
    await run(command, [...values, '--version']);
    return { kind: 'found', program };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { kind: 'missing', reason: `Cannot have the ${name} of Debian 13 here: ${reason}` };
  }
}

/** Renamed into place as a whole, as another test may be doing the same at this moment. */
async function fetchInto(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}-`);
  try {
    const packages = join(unfinished, 'packages');
    await download(packages);
    const files = (await readdir(packages)).filter((file) => file.endsWith('.deb'));
    for (const file of files) await run('dpkg-deb', ['-x', join(packages, file), unfinished]);
    await rm(packages, { recursive: true });
    await rename(unfinished, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Both packages and all that they need, the C library included, as if nothing were installed yet. */
async function download(folder: string): Promise<void> {
  const state = join(folder, 'apt');
  await mkdir(join(folder, 'partial'), { recursive: true });
  await mkdir(join(state, 'lists', 'partial'), { recursive: true });
  await writeFile(join(state, 'status'), '');
  await writeFile(join(state, 'sources.list'), source);
  const own = [
    `Dir::Etc::SourceList=${join(state, 'sources.list')}`,
    'Dir::Etc::SourceParts=-',
    `Dir::State=${state}`,
    `Dir::State::status=${join(state, 'status')}`,
    `Dir::Cache=${state}`,
    `Dir::Cache::Archives=${folder}`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
    'APT::Install-Recommends=0',
    'Acquire::Languages=none',
  ].flatMap((setting) => ['-o', setting]);
  await run('apt-get', [...own, 'update']);
  await run('apt-get', [...own, '--yes', '--download-only', 'install', 'redis-server', 'valkey-server']);
}

/** Their own C library's loader, to be put before the program: the machine's may be older. */
async function loaderIn(folder: string): Promise<string[]> {
  const root = join(folder, 'usr', 'lib');
  for (const name of await readdir(root)) {
    if (!name.includes('-linux-gnu')) continue;
    const libraries = join(root, name);
    const loader = (await readdir(libraries)).find((file) => /^ld-linux.*\.so\.\d+$/.test(file));
    if (loader) return [join(libraries, loader), '--library-path', libraries];
  }
  throw new Error(`Cannot find the loader of the C library: got none in ${root}`);
}
