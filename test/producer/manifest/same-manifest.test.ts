import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestHasher } from '../../../src/producer/manifest/manifest-hasher.ts';
import type { ManifestFormat } from '../../../src/producer/manifest/manifest-source.ts';
import { checkText } from './text-source.ts';

type FlatRow = Readonly<Record<string, string | number>>;

const wordCharacters = fc.constantFrom(...'abcXYZ019,"\n\r ;#.äß😀');
/** Any text that a cell can hold: not blank at its ends, which CSV trims. */
const cellText = fc.string({ unit: wordCharacters, minLength: 1, maxLength: 20 }).map((text) => `<${text}>`);

const planRow = fc.record(
  {
    Action: fc.constant('CreatePlan'),
    PlanType: fc.constantFrom('personal', 'basic', 'standard'),
    AutoUseVoucher: fc.constantFrom('true', 'false'),
    'PrepaidPlanParam.Period': fc.constantFrom(1, 12, 36),
    'PrepaidPlanParam.RenewFlag': fc.constantFrom('on', 'off'),
    Count: fc.integer({ min: 1, max: 10_000 }),
    '#Note': cellText,
  },
  { requiredKeys: ['Action', 'PlanType'] },
);

const instanceRow = fc.record(
  {
    Action: fc.constant('CreateInstance'),
    ProductCode: fc.constant('p_x'),
    SubProductCode: fc.constant('sp_x'),
    RegionCode: fc.constant('ap-guangzhou'),
    ZoneCode: fc.constant('ap-guangzhou-6'),
    PayMode: fc.constant('PrePay'),
    Parameter: fc
      .dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 })
      .map((value) => JSON.stringify(value)),
    Quantity: fc.integer({ min: 1, max: 9 }),
    '#Note': cellText,
  },
  {
    requiredKeys: [
      'Action',
      'ProductCode',
      'SubProductCode',
      'RegionCode',
      'ZoneCode',
      'PayMode',
      'Parameter',
    ],
  },
);

/** Rows of a mixed manifest, each with a Reference of its own. */
const rows: fc.Arbitrary<readonly FlatRow[]> = fc
  .array(fc.tuple(fc.oneof(planRow, instanceRow), fc.option(cellText, { nil: null })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) =>
    drawn.map(([row, text], index) => (text === null ? row : { ...row, Reference: `${index}${text}` })),
  );

function asCsv(flat: readonly FlatRow[], lineEnd: '\n' | '\r\n'): string {
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))].toReversed();
  return stringify([columns, ...flat.map((row) => columns.map((column) => row[column] ?? ''))], {
    record_delimiter: lineEnd,
    quoted_match: /[\r\n]/,
  });
}

function asObject(flat: FlatRow): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const [group = '', key] = path.split('.');
    if (key === undefined) object[path] = value;
    else object[group] = { ...Object(object[group]), [key]: value };
  }
  return object;
}

async function hashOf(format: ManifestFormat, text: string): Promise<{ hash: string; notes: unknown }> {
  const { problems, checked } = await checkText(format, text);
  expect(problems).toEqual([]);
  const hasher = manifestHasher();
  for (const row of checked) hasher.add(row);
  return { hash: hasher.digest(), notes: checked.map((row) => row.notes) };
}

describe('the same rows', () => {
  it('are the same manifest as CSV, with either line end, as JSON and as JSONL', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (flat) => {
        const objects = flat.map(asObject);
        const expected = await hashOf('json', JSON.stringify(objects));
        expect(await hashOf('jsonl', objects.map((row) => JSON.stringify(row)).join('\r\n'))).toEqual(
          expected,
        );
        expect(await hashOf('json', JSON.stringify({ purchases: objects }, null, 2))).toEqual(expected);
        expect(await hashOf('csv', asCsv(flat, '\n'))).toEqual(expected);
        expect(await hashOf('csv', `\uFEFF${asCsv(flat, '\r\n')}`)).toEqual(expected);
      }),
    );
  });
});

describe('manifestHasher', () => {
  const hash = async (text: string) => (await hashOf('csv', text)).hash;

  it('does not count notes, the order of columns, or how an absent value is written', async () => {
    const plain = await hash('Action,PlanType\nCreatePlan,basic\n');
    expect(await hash('PlanType,#Customer,Reference,Action\nbasic,Müller,,CreatePlan\n')).toBe(plain);
  });

  it.each([
    ['another parameter', 'Action,PlanType\nCreatePlan,standard\n'],
    ['one more row', 'Action,PlanType\nCreatePlan,basic\nCreatePlan,basic\n'],
    ['a Count', 'Action,PlanType,Count\nCreatePlan,basic,2\n'],
    ['a Reference', 'Action,PlanType,Reference\nCreatePlan,basic,r\n'],
    ['an Account', 'Action,PlanType,Account\nCreatePlan,basic,eu\n'],
  ])('tells %s apart', async (_, text) => {
    expect(await hash(text)).not.toBe(await hash('Action,PlanType\nCreatePlan,basic\n'));
  });

  it('tells the order of purchases apart', async () => {
    const [one, two] = ['CreatePlan,basic\n', 'CreatePlan,standard\n'];
    expect(await hash(`Action,PlanType\n${one}${two}`)).not.toBe(await hash(`Action,PlanType\n${two}${one}`));
  });
});
