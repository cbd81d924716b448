import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/producer/manifest/check-manifest.ts';
import { openManifest } from '../../src/producer/manifest/open-manifest.ts';
import { writeReport } from '../../src/report/write-report.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import type { PurchaseState } from '../../src/shared/outcome.ts';
import type { CheckedRow } from '../../src/shared/purchase.ts';
import { collect } from '../support/collect.ts';
import {
  checkedRow,
  fail,
  fillRun,
  instanceParams,
  knownRecord,
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

describe('writeReport as a manifest', () => {
  it('gives back what was submitted, every column of it', async () => {
    const rows = [
      checkedRow(1, { reference: '=danger, "quoted"', notes: { '#Customer': '-客户\nsecond line' } }),
      checkedRow(2, {
        action: 'CreatePlan',
        account: 'second',
        reference: 'three plans',
        params: {
          PlanType: 'basic',
          AutoUseVoucher: 'true',
          PrepaidPlanParam: { Period: 12, RenewFlag: 'on' },
        },
        notes: { '#Ticket': '7' },
        count: 3,
      }),
      checkedRow(3, {
        action: 'CreateInstance',
        params: instanceParams({
          ClientToken: 'my-own-token',
          Parameter: '{"pid": 1, "name": "a, b"}',
          Quantity: 2,
        }),
      }),
      checkedRow(4, {
        action: 'RenewPlan',
        params: { PlanId: 'edgeone-1', Period: 12 },
        terms: { ifExpiresBefore: '2027-01-31T08:00:00Z' },
      }),
    ];
    const run = await fillRun(ledger, rows);
    expect(await submittable(run, [])).toEqual(rows.map(withoutLine));
  });

  it('leaves out a ClientToken that was derived, as it belongs to the purchase it was derived for', async () => {
    const rows = [checkedRow(1, { action: 'CreateInstance', params: instanceParams(), count: 2 })];
    const run = await fillRun(ledger, rows);
    expect(await textOf(run, [])).not.toMatch(/[0-9a-f]{64}/);
    expect(await submittable(run, [])).toEqual(rows.map(withoutLine));
  });

  it('counts only the purchases of a row that are wanted', async () => {
    const plan = checkedRow(1, {
      action: 'CreatePlan',
      reference: 'plans',
      params: { PlanType: 'basic' },
      count: 3,
    });
    const run = await fillRun(ledger, [plan, checkedRow(2)]);
    await fail(ledger, run, { row: 1, index: 1 }, 'InvalidParameter');
    await succeed(ledger, run, { row: 1, index: 2 });
    await fail(ledger, run, { row: 1, index: 3 }, 'InvalidParameter');
    await fail(ledger, run, { row: 2, index: 1 }, 'InvalidParameter');
    expect(await submittable(run, ['failed'])).toEqual([
      { ...withoutLine(plan), count: 2 },
      withoutLine(checkedRow(2)),
    ]);
  });

  it('has no Account or Count column where no row needs one', async () => {
    const run = await fillRun(ledger, [checkedRow(1)]);
    expect(await textOf(run, [])).toBe(
      'Action,Reference,Domain,Grade\nCreatePackageOrder,,site-1.example,DPG_PROFESSIONAL\n',
    );
  });

  it('has each row paid by the account that paid for it', async () => {
    const plan = { action: 'CreatePlan', params: { PlanType: 'basic' } };
    const rows = [checkedRow(1, plan), checkedRow(2, { ...plan, account: 'second' }), checkedRow(3)];
    const run = await fillRun(ledger, rows);
    expect(await submittable(run, [])).toEqual(rows.map(withoutLine));
  });
});

async function textOf(run: string, states: readonly PurchaseState[]): Promise<string> {
  const record = await knownRecord(ledger, run);
  const options = { format: 'manifest', states, codes: [], isColor: false, screenWidth: null } as const;
  return (await collect(writeReport(ledger, record, options))).join('');
}

/** The rows that the written manifest has once it is checked; fails on the first problem. */
async function submittable(run: string, states: readonly PurchaseState[]): Promise<object[]> {
  const text = await textOf(run, states);
  const source = await openManifest('-', { format: 'csv', input: bytesOf(text) });
  try {
    const checks = (await collect(checkManifest(source))).flat();
    return checks.map((check) => {
      if (check.kind === 'problem') throw new Error(JSON.stringify(check.problem));
      return withoutLine(check.row);
    });
  } finally {
    await source.close();
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function withoutLine({ line: _line, ...row }: CheckedRow): object {
  return row;
}
