import { describe, expect, it } from 'vitest';
import { checkRow } from '../../../src/producer/manifest/check-row.ts';
import type { Finding } from '../../../src/producer/manifest/problem.ts';
import { checkText } from './text-source.ts';

const defaults = { action: null, account: 'default', accounts: null };
const domain = { Action: 'CreatePackageOrder', Domain: 'a.com', Grade: 'DPG_ULTIMATE' };
const plan = { Action: 'CreatePlan', PlanType: 'basic' };
const instance = {
  Action: 'CreateInstance',
  ProductCode: 'p_cloudfirewall',
  SubProductCode: 'sp_cloudfirewall_svv1',
  RegionCode: 'ap-guangzhou',
  ZoneCode: 'ap-guangzhou-6',
  PayMode: 'PrePay',
  Parameter: '{"pid":1}',
};

/** What is wrong with a row of flat values, as a JSON manifest gives them. */
function findings(values: Readonly<Record<string, unknown>>, { isText = false } = {}): readonly Finding[] {
  return checkRow({ row: 1, line: 1, isText, values: new Map(Object.entries(values)) }, defaults).findings;
}

describe('checkRow', () => {
  it.each([domain, plan, instance])('finds nothing wrong with a good $Action', (row) => {
    expect(findings(row)).toEqual([]);
    expect(findings(row, { isText: true })).toEqual([]);
  });

  it('finds several mistakes of one row at once', () => {
    const row = {
      Action: 'CreatePlan',
      PlanType: 'gold',
      AutoUseVoucher: 'yes',
      'PrepaidPlanParam.Period': 13,
      Account: 'a b',
      Reference: 'x'.repeat(129),
      Count: 0,
    };
    expect(findings(row).map(({ column, code }) => [column, code])).toEqual([
      ['Account', 'bad-account'],
      ['Reference', 'bad-reference'],
      ['Count', 'bad-count'],
      ['PlanType', 'not-one-of'],
      ['AutoUseVoucher', 'not-one-of'],
      ['PrepaidPlanParam.Period', 'not-one-of'],
    ]);
  });

  it.each([
    [{ PlanType: 'basic' }, 'missing-action', 'one of CreatePackageOrder, CreatePlan, CreateInstance'],
    [{ Action: 'createplan' }, 'unknown-action', 'did you mean `CreatePlan`?'],
    [{ Action: 7 }, 'wrong-type', 'Action must be a text: got 7'],
  ])('asks for an action it knows: %j', (row, code, message) => {
    expect(findings(row)).toMatchObject([
      { column: 'Action', code, message: expect.stringContaining(message) },
    ]);
  });

  it.each([
    [
      { ...domain, Domian: 'b.com' },
      'Domian',
      'unknown-column',
      'unknown column `Domian`, did you mean `Domain`?',
    ],
    [
      { ...domain, PlanType: 'basic' },
      'PlanType',
      'column-not-for-action',
      'not a parameter of CreatePackageOrder',
    ],
    [
      { ...plan, PrepaidPlanParam: 5 },
      'PrepaidPlanParam',
      'wrong-type',
      'PrepaidPlanParam must be an object: got 5',
    ],
    [
      { ...domain, 'PrepaidPlanParam.Period': 1 },
      'PrepaidPlanParam.Period',
      'column-not-for-action',
      'CreatePackageOrder',
    ],
    [
      { ...plan, 'PrepaidPlanParam.Periods': 1 },
      'PrepaidPlanParam.Periods',
      'unknown-column',
      '`PrepaidPlanParam.Period`?',
    ],
    [{ ...plan, Months: 1, __proto__: null }, 'Months', 'unknown-column', 'did you mean'],
  ])('refuses what the action does not have: %j', (row, column, code, message) => {
    expect(findings(row)).toMatchObject([{ column, code, message: expect.stringContaining(message) }]);
  });

  it.each(['ZoneName', 'ZoneType', 'ZoneArea', 'ZoneId'])('refuses %s where no plan is bought', (column) => {
    expect(findings({ ...domain, [column]: 'x' })).toMatchObject([{ column, code: 'column-not-for-action' }]);
  });

  it.each([domain, plan, instance])('refuses IfExpiresBefore on $Action, which renews nothing', (row) => {
    expect(findings({ ...row, IfExpiresBefore: '2027-01-01' })).toMatchObject([
      { column: 'IfExpiresBefore', code: 'column-not-for-action' },
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36])('takes a Period of %i months', (period) => {
    expect(findings({ ...plan, 'PrepaidPlanParam.Period': period })).toEqual([]);
    expect(findings({ ...plan, 'PrepaidPlanParam.Period': String(period) }, { isText: true })).toEqual([]);
  });

  it.each([0, 13, 23, 25, 37, -1])('refuses a Period of %i months', (period) => {
    expect(findings({ ...plan, 'PrepaidPlanParam.Period': period })).toMatchObject([
      { code: 'not-one-of', message: expect.stringContaining('11, 12, 24, 36') },
    ]);
  });

  it.each(['1.5', '1.0', '1e1', '0x1', '+1', '', ' 1', '١', '99999999999999999999'])(
    'refuses %j as a whole number in a cell',
    (text) => {
      expect(findings({ ...instance, Quantity: text }, { isText: true })).toMatchObject([
        { column: 'Quantity', code: 'not-an-integer' },
      ]);
    },
  );

  it.each(['1', 1.5, true, [1], Number.POSITIVE_INFINITY])(
    'refuses %j as a whole number in JSON',
    (value) => {
      expect(findings({ ...instance, Quantity: value })).toMatchObject([
        { column: 'Quantity', code: 'not-an-integer' },
      ]);
    },
  );

  it('refuses prepaid parameters on an enterprise plan', () => {
    expect(
      findings({ Action: 'CreatePlan', PlanType: 'enterprise', 'PrepaidPlanParam.Period': 1 }),
    ).toMatchObject([{ column: 'PrepaidPlanParam.Period', code: 'not-for-enterprise' }]);
  });

  it.each(['ü', 'x'.repeat(65), 'a\tb', ''])('refuses %j as a ClientToken', (token) => {
    expect(findings({ ...instance, ClientToken: token })).toMatchObject([{ column: 'ClientToken' }]);
  });

  it('takes a ClientToken of 64 characters', () => {
    expect(findings({ ...instance, ClientToken: 'x'.repeat(64) })).toEqual([]);
  });

  it.each([
    ['a cell that is not JSON', '{"pid":}', 'got `}` at character 8'],
    ['a cell that ends too early', '{"pid":1', 'ends too early'],
  ])('refuses %s as Parameter', (_, text, message) => {
    expect(findings({ ...instance, Parameter: text }, { isText: true })).toMatchObject([
      { column: 'Parameter', code: 'bad-json', message: expect.stringContaining(message) },
    ]);
  });

  it.each([[[1]], 5, '[1]', '7'])('refuses %j as Parameter, which is an object', (value) => {
    expect(findings({ ...instance, Parameter: value })).toMatchObject([{ column: 'Parameter' }]);
  });

  it('refuses a Parameter object with a number that reading it has rounded', () => {
    expect(findings({ ...instance, Parameter: { a: [{ id: 2 ** 53 }] } })).toMatchObject([
      { column: 'Parameter', code: 'out-of-range' },
    ]);
  });

  it.each([1, 10_000])('takes a Count of %i', (count) => {
    expect(findings({ ...plan, Count: count })).toEqual([]);
    expect(findings({ ...instance, Count: String(count) }, { isText: true })).toEqual([]);
  });

  it.each([0, 10_001, -1, 1.5, '3', true])('refuses a Count of %j', (count) => {
    expect(findings({ ...plan, Count: count })).toMatchObject([{ column: 'Count', code: 'bad-count' }]);
  });

  it.each([domain, { ...instance, ClientToken: 'one' }])(
    'refuses a Count where only one makes sense: %j',
    (row) => {
      expect(findings({ ...row, Count: 2 })).toMatchObject([{ column: 'Count', code: 'count-not-allowed' }]);
    },
  );

  it('counts the characters of a Reference as people do', () => {
    expect(findings({ ...plan, Reference: '😀'.repeat(128) })).toEqual([]);
    expect(findings({ ...plan, Reference: '😀'.repeat(129) })).toMatchObject([
      { column: 'Reference', code: 'bad-reference', message: expect.stringContaining('got 129 characters') },
    ]);
  });

  it.each(['', 7, {}])('refuses %j as a Reference', (reference) => {
    expect(findings({ ...plan, Reference: reference })).toMatchObject([
      { column: 'Reference', code: 'bad-reference' },
    ]);
  });

  it.each(['', 'a b', 'a/b', 'ä', 7])('refuses %j as an Account', (account) => {
    expect(findings({ ...plan, Account: account })).toMatchObject([
      { column: 'Account', code: 'bad-account' },
    ]);
  });

  it('shows a long or many-lined value short and on one line', () => {
    const [finding] = findings({ ...domain, Grade: `\u001b[31m${'x'.repeat(500)}` });
    expect(finding?.message).toContain('got \\u001b[31mxxx');
    expect(finding?.message.length).toBeLessThan(200);
  });
});

describe('a ClientToken', () => {
  it('may stand only once in a manifest, and its case counts', async () => {
    const rows = ['A', 'a', 'A'].map((token) => JSON.stringify({ ...instance, ClientToken: token }));
    expect((await checkText('jsonl', rows.join('\n'))).problems).toMatchObject([
      { row: 3, column: 'ClientToken', code: 'duplicate-client-token' },
    ]);
  });
});

describe('a Parameter object', () => {
  it('is written as JSON text once, its keys in the order of the file', async () => {
    const text = JSON.stringify({ ...instance, Parameter: { z: 1, a: { b: [true, null, '"'] } } });
    const { checked } = await checkText('jsonl', text);
    expect(checked).toMatchObject([{ params: { Parameter: '{"z":1,"a":{"b":[true,null,"\\""]}}' } }]);
  });
});
