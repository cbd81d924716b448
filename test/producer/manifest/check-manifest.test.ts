import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../../src/producer/manifest/check-manifest.ts';
import { OperatorError } from '../../../src/shared/errors.ts';
import { checkText, textSource } from './text-source.ts';

const domains = { action: 'CreatePackageOrder' };

describe('checkManifest', () => {
  it('gives every good row as it is to be bought', async () => {
    const text =
      'Reference,Domain,#Customer,Grade,Account\r\n T-1 , a.com ,"Müller, Ltd",DPG_ULTIMATE,\r\n,b.com,,DPG_PROFESSIONAL,eu-2\r\n';
    const { ok, rows, purchases, checked } = await checkText('csv', text, { ...domains, account: 'main' });
    expect({ ok, rows, purchases }).toEqual({ ok: true, rows: 2, purchases: { CreatePackageOrder: 2 } });
    const common = { action: 'CreatePackageOrder', count: 1, terms: {} };
    expect(checked).toEqual([
      {
        ...common,
        row: 1,
        line: 2,
        account: 'main',
        reference: 'T-1',
        params: { Domain: 'a.com', Grade: 'DPG_ULTIMATE' },
        notes: { '#Customer': 'Müller, Ltd' },
      },
      {
        ...common,
        row: 2,
        line: 3,
        account: 'eu-2',
        reference: null,
        params: { Domain: 'b.com', Grade: 'DPG_PROFESSIONAL' },
        notes: {},
      },
    ]);
  });

  it('lets the account `default` pay when nobody names one', async () => {
    const { checked } = await checkText('jsonl', '{"Domain":"a.com","Grade":"DPG_ULTIMATE"}', domains);
    expect(checked).toMatchObject([{ account: 'default' }]);
  });

  it('reads dotted columns and nested objects as the same parameters', async () => {
    const csv = await checkText(
      'csv',
      'PrepaidPlanParam.RenewFlag,PlanType,PrepaidPlanParam.Period,AutoUseVoucher\non,basic,12,true\n',
      { action: 'CreatePlan' },
    );
    const json = await checkText(
      'json',
      '[{"PrepaidPlanParam":{"RenewFlag":"on","Period":12},"AutoUseVoucher":true,"PlanType":"basic"}]',
      { action: 'CreatePlan' },
    );
    const params = {
      PlanType: 'basic',
      AutoUseVoucher: 'true',
      PrepaidPlanParam: { Period: 12, RenewFlag: 'on' },
    };
    expect(csv.checked).toMatchObject([{ params }]);
    expect(JSON.stringify(csv.checked[0]?.params)).toBe(JSON.stringify(params));
    expect(JSON.stringify(json.checked[0]?.params)).toBe(JSON.stringify(params));
  });

  it('lets the row win over the file, and the file over --action', async () => {
    const text =
      '{"purchases":[{"PlanType":"basic"},{"Action":"CreatePackageOrder","Domain":"a.com","Grade":"DPG_ULTIMATE"}],"action":"CreatePlan"}';
    const { purchases } = await checkText('json', text, { action: 'CreateInstance' });
    expect(purchases).toEqual({ CreatePlan: 1, CreatePackageOrder: 1 });
  });

  it('lays defaults under every row, nested ones too, and lets null take one away', async () => {
    const text = JSON.stringify({
      action: 'CreatePlan',
      defaults: {
        PlanType: 'basic',
        Account: 'eu',
        PrepaidPlanParam: { Period: 12, RenewFlag: 'on' },
        '#by': 'me',
      },
      purchases: [
        {},
        { PrepaidPlanParam: { Period: 1 } },
        { PlanType: 'enterprise', PrepaidPlanParam: null, Account: null },
      ],
    });
    const { ok, checked } = await checkText('json', text);
    expect(ok).toBe(true);
    expect(checked.map(({ params, account }) => [params, account])).toEqual([
      [{ PlanType: 'basic', PrepaidPlanParam: { Period: 12, RenewFlag: 'on' } }, 'eu'],
      [{ PlanType: 'basic', PrepaidPlanParam: { Period: 1, RenewFlag: 'on' } }, 'eu'],
      [{ PlanType: 'enterprise' }, 'default'],
    ]);
  });

  it('counts a row with Count as that many purchases', async () => {
    const { ok, rows, purchases, checked } = await checkText(
      'csv',
      'PlanType,Count\nbasic,10000\nbasic,\nbasic,\n',
      { action: 'CreatePlan' },
    );
    expect({ ok, rows, purchases }).toEqual({ ok: true, rows: 3, purchases: { CreatePlan: 10_002 } });
    expect(checked.map(({ count }) => count)).toEqual([10_000, 1, 1]);
  });

  it('mixes actions in one manifest', async () => {
    const text =
      'Action,Domain,Grade,PlanType\nCreatePackageOrder,a.com,DPG_ULTIMATE,\nCreatePlan,,,standard\n';
    expect(await checkText('csv', text)).toMatchObject({
      ok: true,
      purchases: { CreatePackageOrder: 1, CreatePlan: 1 },
    });
  });

  it('reports every problem of every row, with row, line, column and code', async () => {
    const text =
      'Action,Domain,Grade,Reference\r\nCreatePackageOrder,,DPG_GOLD,r\r\n\r\nCreatePlna,,,\r\nCreatePackageOrder,a.com\r\nCreatePackageOrder,b.com,DPG_ULTIMATE,r\r\n';
    const { ok, rows, problems } = await checkText('csv', text);
    expect({ ok, rows }).toEqual({ ok: false, rows: 4 });
    expect(problems).toEqual([
      {
        row: 1,
        line: 2,
        column: 'Domain',
        code: 'missing-parameter',
        message: 'Domain must be given: got nothing',
      },
      {
        row: 1,
        line: 2,
        column: 'Grade',
        code: 'not-one-of',
        message: 'Grade must be one of DPG_PROFESSIONAL, DPG_ENTERPRISE, DPG_ULTIMATE: got DPG_GOLD',
      },
      {
        row: 2,
        line: 4,
        column: 'Action',
        code: 'unknown-action',
        message: 'unknown action `CreatePlna`, did you mean `CreatePlan`?',
      },
      {
        row: 3,
        line: 5,
        column: null,
        code: 'ragged-line',
        message: 'Line 5 must have 4 cells, as the header has: got 2',
      },
      {
        row: 4,
        line: 6,
        column: 'Reference',
        code: 'duplicate-reference',
        message: 'Reference must stand only once in a manifest: got r again, first in row 1',
      },
    ]);
  });

  it('reports an unknown column of a CSV header once, for the line of the header', async () => {
    const { problems } = await checkText(
      'csv',
      'Domain,Grade,Refrence\na.com,DPG_ULTIMATE,1\nb.com,DPG_ULTIMATE,2\n',
      domains,
    );
    expect(problems).toEqual([
      {
        row: null,
        line: 1,
        column: 'Refrence',
        code: 'unknown-column',
        message: 'unknown column `Refrence`, did you mean `Reference`?',
      },
    ]);
  });

  it('names the known column nearest to an unknown one', async () => {
    const { problems } = await checkText('csv', 'Domian,Grade\na.com,DPG_ULTIMATE\n', domains);
    expect(problems[0]).toMatchObject({
      line: 1,
      message: 'unknown column `Domian`, did you mean `Domain`?',
    });
  });

  it('refuses a column without a name and one that stands twice', async () => {
    const { problems } = await checkText('csv', 'Domain,Grade,,Domain\na.com,DPG_ULTIMATE,,b.com\n', domains);
    expect(problems).toMatchObject([
      { row: null, line: 1, column: null, code: 'unnamed-column' },
      { row: null, line: 1, column: 'Domain', code: 'duplicate-column' },
    ]);
  });

  it.each([
    ['in capitals', 'EXAMPLE.com', 'example.com'],
    ['in Punycode', 'xn--mnchen-3ya.de', 'München.de'],
    ['composed another way', 'mu\u0308nchen.de', 'm\u00fcnchen.de'],
  ])('finds the same Domain twice, once %s', async (_, first, second) => {
    const { problems } = await checkText(
      'csv',
      `Domain,Grade\n${first},DPG_ULTIMATE\n${second},DPG_ENTERPRISE\n`,
      domains,
    );
    expect(problems).toMatchObject([
      {
        row: 2,
        line: 3,
        column: 'Domain',
        code: 'duplicate-parameter',
        message: expect.stringContaining('first in row 1'),
      },
    ]);
  });

  it('lets two identical CreatePlan rows buy two plans', async () => {
    expect(await checkText('csv', 'PlanType\nbasic\nbasic\n', { action: 'CreatePlan' })).toMatchObject({
      ok: true,
      purchases: { CreatePlan: 2 },
    });
  });

  it('refuses more purchases than are allowed, Counts counted', async () => {
    const text = 'PlanType,Count\nbasic,6\nbasic,5\n';
    expect(await checkText('csv', text, { action: 'CreatePlan', maxPurchases: 11 })).toMatchObject({
      ok: true,
    });
    expect(await checkText('csv', text, { action: 'CreatePlan', maxPurchases: 10 })).toMatchObject({
      ok: false,
      problems: [
        {
          row: null,
          code: 'too-many-purchases',
          message: expect.stringMatching(/at most 10 purchases.*got 11/),
        },
      ],
    });
  });

  it('refuses an --action that nobody knows before it reads', async () => {
    const checks = checkManifest(textSource('csv', ''), { action: 'CreatePlans' });
    await expect(checks.next()).rejects.toThrow(OperatorError);
  });

  it('checks the rows before bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Domain,Grade\na.com,GOLD\n'),
      Buffer.from('b.com,m'),
      Buffer.from([0xfc]),
    ]);
    expect(await checkText('csv', bytes, domains)).toMatchObject({
      rows: 1,
      problems: [
        { row: 1, code: 'not-one-of' },
        { row: null, line: 3, code: 'not-utf8', message: expect.stringContaining('byte 31') },
      ],
    });
  });
});
