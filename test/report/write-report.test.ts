import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReportFormat, type ReportOptions, writeReport } from '../../src/report/write-report.ts';
import { cancelQueued } from '../../src/shared/ledger/change-many.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { collect } from '../support/collect.ts';
import {
  checkedRow,
  checkedRows,
  fail,
  fillRun,
  instanceParams,
  knownRecord,
  loseAnswer,
  succeed,
  testLedger,
} from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let ledger: Ledger;

beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

describe('writeReport', () => {
  it('writes JSON and JSONL that hold the same lines', async () => {
    const run = await smallRun();
    const json = JSON.parse(await textOf(run, 'json'));
    const jsonl = (await textOf(run, 'jsonl')).split('\n').slice(0, -1);
    expect(json).toHaveLength(4);
    expect(jsonl.map((line) => JSON.parse(line))).toEqual(json);
  });

  it('writes an empty array, no line, or a header alone when nothing is wanted', async () => {
    const run = await smallRun();
    const nothing = { states: ['skipped'] } as const;
    expect(await textOf(run, 'json', nothing)).toBe('[]\n');
    expect(await textOf(run, 'jsonl', nothing)).toBe('');
    expect((await textOf(run, 'csv', nothing)).split('\n')).toHaveLength(2);
    expect((await textOf(run, 'manifest', nothing)).split('\n')).toHaveLength(2);
  });

  it('leaves out what is in another state or has another code', async () => {
    const run = await smallRun();
    expect(await rowsOf(run, { states: ['failed', 'in-doubt'] })).toEqual([2, 3]);
    expect(await rowsOf(run, { codes: ['Transport.Timeout', 'InternalError'] })).toEqual([3]);
    expect(await rowsOf(run, { states: ['failed'], codes: ['Transport.Timeout'] })).toEqual([]);
  });

  it('writes CSV with the manifest’s columns in front and every other field behind', async () => {
    const run = await fillRun(ledger, [
      checkedRow(1, { reference: 'a, "quoted"\nname', notes: { '#Customer': '客户' } }),
      checkedRow(2, {
        action: 'CreatePlan',
        params: { PlanType: 'basic', PrepaidPlanParam: { Period: 12 } },
        notes: { '#Ticket': '7' },
      }),
    ]);
    await succeed(
      ledger,
      run,
      { row: 2, index: 1 },
      { orderId: 'D2', resourceIds: ['edgeone-1', 'edgeone-2'] },
    );
    const [header = [], first = [], second = []] = parse(await textOf(run, 'csv'));
    expect(header.join(' ')).toBe(
      'Action Reference Domain Grade PlanType AutoUseVoucher PrepaidPlanParam.Period PrepaidPlanParam.RenewFlag ' +
        '#Customer #Ticket run row line index reference action notes state orderId resourceIds delivery requestId ' +
        'traceId errorCode errorMessage errorScope remedy unpaidOrder attempts queuedAt sentAt settledAt settledBy account',
    );
    expect(recordOf(header, first)).toMatchObject({
      Action: 'CreatePackageOrder',
      Reference: 'a, "quoted"\nname',
      Domain: 'site-1.example',
      PlanType: '',
      '#Customer': '客户',
      '#Ticket': '',
      run,
      row: '1',
      notes: '{"#Customer":"客户"}',
      state: 'queued',
      orderId: '',
      attempts: '0',
      sentAt: '',
    });
    expect(recordOf(header, second)).toMatchObject({
      'PrepaidPlanParam.Period': '12',
      resourceIds: 'edgeone-1 edgeone-2',
      settledBy: 'answer',
    });
  });

  it('defuses what a spreadsheet would run, whoever wrote it', async () => {
    const run = await fillRun(ledger, [
      checkedRow(1, {
        action: 'CreateInstance',
        reference: '=HYPERLINK("http://evil.example")',
        params: instanceParams({ ProductCode: '-2+3', ClientToken: '@token' }),
        notes: { '#Customer': '+1' },
      }),
    ]);
    await fail(ledger, run, { row: 1, index: 1 }, 'InvalidParameter', { message: '=cmd|calc!A0' });
    const [header = [], first = []] = parse(await textOf(run, 'csv'));
    expect(recordOf(header, first)).toMatchObject({
      Reference: `'=HYPERLINK("http://evil.example")`,
      reference: `'=HYPERLINK("http://evil.example")`,
      ProductCode: `'-2+3`,
      ClientToken: `'@token`,
      '#Customer': `'+1`,
      errorMessage: `'=cmd|calc!A0`,
      row: '1',
    });
    expect(first.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  it('writes the notes of a run that is still being submitted, whose names nobody counted yet', async () => {
    const rows = [
      checkedRow(1, { notes: { '#Customer': 'Ada' } }),
      checkedRow(2, { notes: { '#Ticket': '7' } }),
    ];
    const run = await fillRun(ledger, rows, { isSealed: false });
    const [header = [], first = [], second = []] = parse(await textOf(run, 'csv'));
    expect(recordOf(header, first)).toMatchObject({ '#Customer': 'Ada', '#Ticket': '' });
    expect(recordOf(header, second)).toMatchObject({ '#Customer': '', '#Ticket': '7' });
  });

  it('ends the table with a summary whose numbers add up', async () => {
    const run = await smallRun();
    const text = await textOf(run, 'table');
    expect(text).toContain('1 of 4 purchases succeeded.');
    expect(text).toContain(`tcbatch resolve ${run} 3 --succeeded`);
    expect(text).toMatch(/^ *row +reference +purchase/);
  });

  it.each<ReportFormat>(['csv', 'json', 'jsonl', 'table'])(
    'writes 20,000 purchases as %s while it reads them',
    async (format) => {
      const run = await largeRun();
      const record = await knownRecord(ledger, run);
      const report = writeReport(ledger, record, options(format));
      await ledger.redis.config('RESETSTAT');
      const begin = [await report.next(), await report.next()].map(({ value }) => String(value)).join('');
      // Two may be read ahead of those that were asked for.
      expect(await readsSince()).toBeLessThanOrEqual(2 + 2);
      let lineCount = begin.split('\n').length - 1;
      for await (const text of report) lineCount += text.split('\n').length - 1;
      expect(await readsSince()).toBe(40);
      expect(lineCount).toBeGreaterThanOrEqual(20_000);
    },
  );
});

let largeRunId: string | undefined;

async function largeRun(): Promise<string> {
  largeRunId ??= await fillRun(ledger, checkedRows(20_000));
  return largeRunId;
}

/** Batches of purchases that were read from Redis since its statistics were reset. */
async function readsSince(): Promise<number> {
  const stats = await ledger.redis.info('commandstats');
  return Number(/cmdstat_hmget:calls=(\d+)/.exec(stats)?.[1] ?? 0);
}

/** Succeeded, failed, in doubt, cancelled. */
async function smallRun(): Promise<string> {
  const run = await fillRun(ledger, checkedRows(4));
  await succeed(ledger, run, { row: 1, index: 1 });
  await fail(ledger, run, { row: 2, index: 1 }, 'InvalidParameter');
  await loseAnswer(ledger, run, { row: 3, index: 1 });
  await cancelQueued(ledger, run, [{ row: 4, index: 1 }]);
  return run;
}

function options(format: ReportFormat, differences: Partial<ReportOptions> = {}): ReportOptions {
  return { format, states: [], codes: [], isColor: false, screenWidth: null, ...differences };
}

async function textOf(run: string, format: ReportFormat, differences: Partial<ReportOptions> = {}) {
  const record = await knownRecord(ledger, run);
  return (await collect(writeReport(ledger, record, options(format, differences)))).join('');
}

async function rowsOf(run: string, differences: Partial<ReportOptions>): Promise<number[]> {
  const lines: { row: number }[] = JSON.parse(await textOf(run, 'json', differences));
  return lines.map(({ row }) => row);
}

function recordOf(header: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']));
}
