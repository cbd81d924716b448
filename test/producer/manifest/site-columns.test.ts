import { describe, expect, it } from 'vitest';
import { checkText } from './text-source.ts';

const plan = { Action: 'CreatePlan', PlanType: 'basic' };

async function problemsOf(...rows: readonly Readonly<Record<string, unknown>>[]) {
  const { problems } = await checkText('json', JSON.stringify(rows.map((row) => ({ ...plan, ...row }))));
  return problems.map(({ row, column, code }) => [row, column, code]);
}

describe('the columns that name a site', () => {
  it.each([
    { ZoneName: 'example.com' },
    { ZoneName: 'shop.example.co.uk', ZoneType: 'full', ZoneArea: 'global' },
    { ZoneName: '例子.example' },
    { ZoneId: 'zone-2noz78a8ev6k' },
    { ZoneName: 'example.com', Count: 1 },
  ])('take %j', async (row) => {
    expect(await problemsOf(row)).toEqual([]);
  });

  it.each([
    ...['example', 'http://example.com', 'a b.example', '-a.example', 'example.com:80', '192.0.2.1', 7].map(
      (ZoneName) => [{ ZoneName }, 'ZoneName', 'not-allowed'] as const,
    ),
    [{ ZoneId: 'edgeone-2unuvzjmmn2q' }, 'ZoneId', 'not-allowed'],
    [{ ZoneName: 'example.com', ZoneType: 'noDomainAccess' }, 'ZoneType', 'not-one-of'],
    [{ ZoneName: 'example.com', ZoneArea: 'europe' }, 'ZoneArea', 'not-one-of'],
    [{ ZoneType: 'full' }, 'ZoneType', 'not-allowed'],
    [{ ZoneArea: 'global' }, 'ZoneArea', 'not-allowed'],
    [{ ZoneId: 'zone-1', ZoneName: 'example.com' }, 'ZoneId', 'not-allowed'],
    [{ ZoneId: 'zone-1', Count: 2 }, 'Count', 'count-not-allowed'],
  ] as const)('refuse %j', async (row, column, code) => {
    expect(await problemsOf(row)).toEqual([[1, column, code]]);
  });

  it('name each site once, however it is spelled', async () => {
    expect(await problemsOf({ ZoneName: 'example.com' }, {}, { ZoneName: 'Example.COM' })).toEqual([
      [3, 'ZoneName', 'duplicate-parameter'],
    ]);
    expect(await problemsOf({ ZoneId: 'zone-1' }, { ZoneId: 'zone-1' })).toEqual([
      [2, 'ZoneId', 'duplicate-parameter'],
    ]);
  });

  it('name each site once in a table as well', async () => {
    const row = (reference: string) => `CreatePlan,basic,example.com,${reference}\n`;
    const text = `Action,PlanType,ZoneName,Reference\n${row('a')}${row('b')}`;
    const { problems } = await checkText('csv', text);
    expect(problems).toMatchObject([{ row: 2, column: 'ZoneName', code: 'duplicate-parameter' }]);
  });
});
