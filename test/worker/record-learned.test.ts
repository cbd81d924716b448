import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import type { Learned } from '../../src/worker/learned.ts';
import { replayJournals } from '../../src/worker/record-learned.ts';
import { checkedRows, fillRun, open, testLedger } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let ledger: Ledger;
let folder: string;
beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(async () => {
  ledger = testLedger(redis);
  folder = await mkdtemp(join(tmpdir(), 'tcbatch-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(() => redis.stop());

/** What a call of the run's row was answered, as a journal keeps it. */
async function answerOf(run: string, row: number): Promise<string> {
  const refusal = { code: 'InvalidParameter', message: 'No.', requestId: 'request', unpaidOrder: false };
  return JSON.stringify({ kind: 'failed', ...(await open(ledger, run, row)), ...refusal } satisfies Learned);
}

/** Leaves a journal as a process that is gone did. Returns its name. */
async function leave(content: string): Promise<string> {
  const name = `${ledger.prefix}@${hostname()}@${process.pid}-1.jsonl`;
  await writeFile(join(folder, name), content);
  return name;
}

/** Replays the folder's journals. Returns the errors that were told. */
async function replay(): Promise<Record<string, unknown>[]> {
  const errors: Record<string, unknown>[] = [];
  const log = pino({ level: 'error' }, { write: (text) => errors.push(JSON.parse(text)) });
  await replayJournals({ ledger, log }, folder);
  return errors;
}

describe('a journal that another process left', () => {
  test('is written to the ledger and goes, also where its last line was cut short', async () => {
    const run = await fillRun(ledger, checkedRows(1));
    await leave(`\n${await answerOf(run, 1)}\n\n{"kind":"fail`);
    expect(await replay()).toEqual([]);
    expect((await readCounts(ledger, run)).byState.failed).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  test('is set aside and told of once where another line cannot be read', async () => {
    const run = await fillRun(ledger, checkedRows(3));
    const [first, second, third] = [await answerOf(run, 1), await answerOf(run, 2), await answerOf(run, 3)];
    // An answer behind half of another.
    const name = await leave(`${first}\n{"kind":"fail${second}\n${third}\n`);
    const aside = `${name}.unreadable`;
    expect(await replay()).toMatchObject([{ path: join(folder, aside), lines: 1 }]);
    expect((await readCounts(ledger, run)).byState.failed).toBe(2);
    expect(await readdir(folder)).toEqual([aside]);
    expect(await replay()).toEqual([]);
  });
});
