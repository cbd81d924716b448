import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStanding } from '../../src/report/read-standing.ts';
import { readStatuses } from '../../src/report/read-status.ts';
import { readSummary } from '../../src/report/read-summary.ts';
import { summarize } from '../../src/report/summarize.ts';
import { writeRuns } from '../../src/report/write-runs.ts';
import { writeStatus } from '../../src/report/write-status.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { holdLine } from '../../src/shared/ledger/line-hold.ts';
import {
  checkedRow,
  checkedRows,
  fail,
  fillRun,
  knownRecord,
  loseAnswer,
  succeed,
  testLedger,
} from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { passOverAll } from '../support/together.ts';

let redis: TestRedis;

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

describe('summarize', () => {
  it('says in one line when all is well', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(1));
    await succeed(ledger, run, { row: 1, index: 1 });
    expect(await summaryOf(ledger, run)).toBe(
      [
        `${run} · manifest.csv`,
        'The purchase succeeded.',
        '',
        '                    succeeded  total',
        'CreatePackageOrder          1      1',
        '',
      ].join('\n'),
    );
  });

  it('says how much of what was bought is not delivered yet, as status does', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(3));
    await succeed(ledger, run, { row: 1, index: 1 }, { delivery: 'pending' });
    await succeed(ledger, run, { row: 2, index: 1 });
    const told = /Not delivered yet: 1 purchase, .*\n.*tcbatch reconcile r/;
    expect(await summaryOf(ledger, run)).toMatch(told);
    const standing = await readStanding(ledger, await knownRecord(ledger, run));
    expect(standing.status.pendingDeliveries).toBe(1);
    expect(writeStatus(standing, { isColor: false })).toMatch(told);
  });

  it('says what to do about what failed, is in doubt or is held', async () => {
    const ledger = testLedger(redis);
    const run = await troubledRun(ledger);
    const summary = await summaryOf(ledger, run);
    expect(summary).toContain('1 of 18 purchases succeeded.');
    expect(summary).toContain('Failed: 2 purchases, surely not bought');
    expect(summary).toContain('2 × Correct the parameter that the message names and submit the row again.');
    expect(summary).toContain('For the author of these rows. Code: InvalidParameter');
    expect(summary).toContain(`tcbatch retry ${run}`);
    expect(summary).toContain('In doubt: 12 purchases');
    expect(summary).toContain('Rows: 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 2 more');
    expect(summary).toContain(`tcbatch resolve ${run} 4 --not-purchased`);
    expect(summary).toContain('Not settled yet: 3 purchases');
    expect(summary).toContain('CreatePlan Grant the right.');
    expect(summary).toContain('tcbatch release CreatePlan');
    expect(summary).toMatch(/^total +3 +1 +2 +12 +18$/m);
  });

  it('lists as in doubt only what is, not what still has to be delivered', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(2));
    await succeed(ledger, run, { row: 1, index: 1 }, { delivery: 'pending' });
    await loseAnswer(ledger, run, { row: 2, index: 1 });
    expect(await summaryOf(ledger, run)).toContain('Rows: 2\n');
  });

  it('colours nothing unless told, and lets no text of others steer the terminal', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(1), { name: 'evil\u001b[31m' });
    const controlStart = '\u001b';
    expect(await summaryOf(ledger, run)).not.toContain(controlStart);
    const summary = await readSummary(ledger, await knownRecord(ledger, run));
    expect(summarize(summary, { isColor: true })).toContain(`${controlStart}[1m`);
  });
});

describe('writeStatus', () => {
  it('shows how far a run is, and why it does not go on', async () => {
    const ledger = testLedger(redis);
    const run = await troubledRun(ledger);
    const summary = await readSummary(ledger, await knownRecord(ledger, run));
    const text = writeStatus(summary, { isColor: false });
    expect(text).toMatch(/^state +held$/m);
    expect(text).toMatch(/^progress .* 83% {2}15 of 18$/m);
    expect(text).toContain('tcbatch release CreatePlan');
    expect(text).toMatch(/^time left +none while CreatePlan is held; the rest about 1 s$/m);
  });
});

describe('writeRuns', () => {
  it('shows a line for each run', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(1), { name: 'July' });
    const text = writeRuns(await readStatuses(ledger), { isColor: false, screenWidth: null });
    expect(text.split('\n')[1]).toMatch(
      new RegExp(`^${run} +running +1 +0 +0 +0 +\\S+Z +July +manifest.csv$`),
    );
  });

  it('counts what needed nothing apart from what was bought, and says so below the report', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(3));
    await succeed(ledger, run, { row: 1, index: 1 });
    const ending = { state: 'skipped', seen: 'It is so already.' } as const;
    await Promise.all(passOverAll(ledger, [{ run, row: 2, index: 1, ending }]));
    const text = writeRuns(await readStatuses(ledger), { isColor: false, screenWidth: null });
    expect(text.split('\n')[0]).toMatch(/ succeeded +skipped +failed /);
    expect(text.split('\n')[1]).toMatch(new RegExp(`^${run} +running +3 +1 +1 +0 +0 `));
    expect(await summaryOf(ledger, run)).toContain('2 of 3 purchases succeeded or needed nothing.');
  });

  it('says how to make the first one', () => {
    expect(writeRuns([], { isColor: false, screenWidth: 80 })).toContain('tcbatch submit');
  });
});

async function summaryOf(ledger: Ledger, run: string): Promise<string> {
  return summarize(await readSummary(ledger, await knownRecord(ledger, run)), { isColor: false });
}

/** Row 1 succeeded, 2 and 3 failed, 4 to 15 in doubt, 16 queued, and two plans queued behind a held line. */
async function troubledRun(ledger: Ledger): Promise<string> {
  const plans = checkedRow(17, { action: 'CreatePlan', params: { PlanType: 'basic' }, count: 2 });
  const run = await fillRun(ledger, [...checkedRows(16), plans]);
  await succeed(ledger, run, { row: 1, index: 1 });
  for (const row of [2, 3]) await fail(ledger, run, { row, index: 1 }, 'InvalidParameter');
  for (let row = 4; row <= 15; row += 1) await loseAnswer(ledger, run, { row, index: 1 });
  const hold = { code: 'UnauthorizedOperation', reason: 'Grant the right.' };
  await holdLine(ledger, { action: 'CreatePlan', account: 'default' }, hold);
  return run;
}
