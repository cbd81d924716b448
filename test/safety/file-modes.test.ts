import { lstat, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/worker/answer-journal.ts';
import { openWorkplace } from '../support/processes.ts';

/** Everything below a folder that somebody else on this machine may read, write or list. */
async function openToOthers(folder: string): Promise<string[]> {
  const { mode } = await lstat(folder);
  const names = await readdir(folder, { withFileTypes: true });
  const below = await Promise.all(
    names.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return openToOthers(path);
      const found = await lstat(path);
      return (found.mode & 0o077) === 0 ? [] : [`${path} ${(found.mode & 0o777).toString(8)}`];
    }),
  );
  return [...((mode & 0o077) === 0 ? [] : [`${folder} ${(mode & 0o777).toString(8)}`]), ...below.flat()];
}

test('nothing in the data directory is open to other users, whatever was made in it', async () => {
  const place = await openWorkplace();
  try {
    const manifest = await place.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
    await place.run(['run', manifest, '--simulate', '--yes', '--workers', '1']);
    const serve = place.start(['serve', '--port', '0', '--json', '--simulate']);
    const [line] = await serve.says('stdout', /^\{.*\}$/m);
    const { url, token } = JSON.parse(line) as { url: string; token: string };
    const answer = await fetch(`${url}/api/uploads?format=csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: 'Action,PlanType\nCreatePlan,basic\n',
    });
    expect(answer.status).toBe(201);
    const data = join(place.folder, 'data');
    const learned = { kind: 'unsent', at: 'nowhere' } as unknown as Parameters<
      ReturnType<typeof openJournal>['keep']
    >[0];
    await openJournal(join(data, 'journal'), 'tcbatch').keep(learned);
    expect(await readdir(data)).toEqual(
      expect.arrayContaining(['redis', 'uploads', 'web-tokens.json', 'journal']),
    );
    expect(await openToOthers(data)).toEqual([]);
  } finally {
    await place.close();
  }
});

test('report --out replaces a symbolic link, and leaves what it points to alone', async () => {
  const place = await openWorkplace();
  try {
    const manifest = await place.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
    const { stdout } = await place.run(['run', manifest, '--simulate', '--yes', '--workers', '1']);
    const [run = ''] = /r[0-9a-z]{12}/.exec(stdout) ?? [];
    const precious = await place.write('precious', 'mine');
    const link = join(place.folder, 'report.csv');
    await symlink(precious, link);
    expect((await place.run(['report', run, '--format', 'csv', '--out', link])).code).toBe(0);
    expect(await readFile(precious, 'utf8')).toBe('mine');
    expect((await lstat(link)).isSymbolicLink()).toBe(false);
  } finally {
    await place.close();
  }
});
