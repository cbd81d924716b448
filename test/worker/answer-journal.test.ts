import { appendFile, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal, readLeftAnswers, removeJournal } from '../../src/worker/answer-journal.ts';
import type { Learned } from '../../src/worker/learned.ts';

const learned: Learned = {
  kind: 'failed',
  run: 'r0123456789ab',
  row: 1,
  index: 1,
  attemptId: 'attempt-1',
  code: 'InvalidParameter',
  message: 'No such thing.',
  requestId: 'request-1',
  unpaidOrder: false,
};

/** The journal of a process that is gone, whose process id another has by now. */
const deadName = `tcbatch@${hostname()}@${process.pid}-1.jsonl`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tcbatch-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the journal', () => {
  test('goes with the last answer that it keeps', async () => {
    const journal = openJournal(folder, 'tcbatch');
    await Promise.all([journal.keep(learned), journal.keep(learned)]);
    await journal.forget();
    expect(await readdir(folder)).toHaveLength(1);
    await journal.forget();
    expect(await readdir(folder)).toEqual([]);
  });

  test('is for nobody else to write to the ledger while its process lives', async () => {
    await openJournal(folder, 'tcbatch').keep(learned);
    expect(await readLeftAnswers(folder, 'tcbatch')).toEqual([]);
  });

  test('of a dead process is read even when a new one has its process id', async () => {
    const path = join(folder, deadName);
    await writeFile(path, `${JSON.stringify(learned)}\n{"kind":"fail`);
    expect(await readLeftAnswers(folder, 'tcbatch')).toEqual([
      { path, answers: [learned], unreadable: 0, isAbandoned: true },
    ]);
    const journal = openJournal(folder, 'tcbatch');
    await journal.keep(learned);
    await journal.forget();
    expect(await readLeftAnswers(folder, 'tcbatch')).toHaveLength(1);
    await removeJournal(path);
    expect(await readLeftAnswers(folder, 'tcbatch')).toEqual([]);
  });

  test('keeps each answer on a line of its own, also after one of which a full disk took half', async () => {
    const journal = openJournal(folder, 'tcbatch');
    await journal.keep(learned);
    const [own = ''] = await readdir(folder);
    await appendFile(join(folder, own), '{"kind":"fail');
    await journal.keep({ ...learned, row: 2 });
    // As it lies there once its process is gone.
    await rename(join(folder, own), join(folder, deadName));
    const [left] = await readLeftAnswers(folder, 'tcbatch');
    expect(left?.answers.map(({ row }) => row)).toEqual([1, 2]);
    expect(left?.unreadable).toBe(1);
  });

  test('of another ledger is left alone', async () => {
    await writeFile(join(folder, `other@${hostname()}@1-1.jsonl`), `${JSON.stringify(learned)}\n`);
    expect(await readLeftAnswers(folder, 'tcbatch')).toEqual([]);
  });
});
