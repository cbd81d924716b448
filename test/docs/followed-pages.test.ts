import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { stopPrivateServer } from '../../src/shared/redis/private-server.ts';
import { shellBlocks } from './documented-commands.ts';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Followed {
  readonly code: number | null;
  readonly said: string;
}

/** Does what a page says, as it stands, as a stranger with an empty home; stops at the first line that fails. */
async function follow(page: string): Promise<Followed> {
  const text = await readFile(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'tcbatch-page-'));
  const home = join(folder, 'home');
  await mkdir(join(folder, 'bin'));
  await mkdir(home);
  const shim = `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`;
  await writeFile(join(folder, 'bin/tcbatch'), shim, { mode: 0o755 });
  const environment = { PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`, HOME: home };
  // What a page starts in the background is ended with it, also when it fails half way.
  const script = `trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n${shellBlocks(text).join('\n')}`;
  try {
    const shell = spawn('bash', ['-e', '-c', script], { cwd: folder, env: environment });
    const said: string[] = [];
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => said.push(piece));
    }
    const [code] = await once(shell, 'close');
    return { code, said: said.join('') };
  } finally {
    await stopPrivateServer(join(home, '.local/share/tcbatch'));
    await rm(folder, { recursive: true, force: true });
  }
}

describe('a page that is followed word for word', () => {
  test('first-run.md buys from the simulator, mends what failed, and buys nothing twice', async () => {
    const { code, said } = await follow('first-run.md');
    expect(code, said).toBe(0);
    expect(said).toContain('column Grade');
    expect(said).toContain('2 of 3 purchases succeeded');
    expect(said).toContain('The purchase succeeded.');
  }, 180_000);

  test('going-live.md rehearses all that is done for real, to balanced books', async () => {
    const { code, said } = await follow('going-live.md');
    expect(code, said).toBe(0);
    expect(said.match(/The books of run \w+ balance\./g)).toHaveLength(2);
    expect(said).not.toMatch(/^(?:wrong|warning) /m);
  }, 180_000);
});
