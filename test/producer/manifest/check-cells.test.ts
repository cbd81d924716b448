import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsChecker } from '../../../src/producer/manifest/check-cells.ts';
import { checkRow } from '../../../src/producer/manifest/check-row.ts';
import { valuesOfCells } from '../../../src/producer/manifest/given-row.ts';

const defaults = { action: null, account: 'default', accounts: ['default', 'eu'] };

/** What may stand in each column, good and bad, few enough that kinds of rows come again; mostly the first. */
const columns: Readonly<Record<string, readonly string[]>> = {
  Action: ['', 'CreatePackageOrder', 'CreatePlan', 'CreateInstance', 'Buy'],
  Reference: ['', 'r-1', ' r-2 ', 'x'.repeat(129)],
  '#Note': ['', 'Müller', ' "x" '],
  '#Other': ['', 'a'],
  Account: ['', 'eu', 'us'],
  Count: ['', '2', '0'],
  Domain: ['a.com', 'B.com', '', 'a b'],
  Grade: ['DPG_ULTIMATE', '', 'GOLD'],
  PlanType: ['basic', '', 'enterprise'],
  'PrepaidPlanParam.Period': ['', '12', '13', 'x'],
  'PrepaidPlanParam.RenewFlag': ['', 'on'],
  ClientToken: ['', 'token', 'ü'],
  ProductCode: ['p_x', '', 'p_y'],
  SubProductCode: ['sp_x'],
  RegionCode: ['ap-guangzhou', 'a b'],
  ZoneCode: ['ap-guangzhou-6'],
  PayMode: ['PrePay', 'PostPay'],
  Parameter: ['{"pid":1}', '{"pid": 2}', '', '{"pid":', '[1]'],
  Quantity: ['', '2', '1.5', '0'],
};

const names = Object.keys(columns);
const anyRow = fc.record(
  Object.fromEntries(
    Object.entries(columns).map(([name, [first = '', ...others]]) => [
      name,
      fc.oneof({ weight: 9, arbitrary: fc.constant(first) }, fc.constantFrom(first, ...others)),
    ]),
  ),
);
/** Columns of one action alone, so that many of the rows are good. */
const namesOfAction = fc.constantFrom(
  ['Action', '#Other', 'Reference', 'Domain', '#Note', 'Grade', 'Account', 'Count'],
  ['PlanType', 'Count', 'Reference', 'Action', 'PrepaidPlanParam.Period', 'PrepaidPlanParam.RenewFlag'],
  names.slice(names.indexOf('ClientToken')).concat(['Count', 'Action', 'Reference']),
);
const table = fc
  .tuple(fc.oneof(namesOfAction, fc.shuffledSubarray(names)), fc.array(anyRow, { maxLength: 60 }))
  .map(([header, rows]) => ({ header, rows: rows.map((row) => header.map((name) => row[name] ?? '')) }));

describe('cellsChecker', () => {
  it('judges every row of a table as checkRow does', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('CreatePackageOrder', 'CreatePlan', 'CreateInstance', null),
        (drawn, action) => {
          const checkCells = cellsChecker(drawn.header, { ...defaults, action });
          for (const [at, cells] of drawn.rows.entries()) {
            const place = { row: at + 1, line: at + 2 };
            const values = valuesOfCells(drawn.header, cells);
            const expected = checkRow({ ...place, isText: true, values }, { ...defaults, action });
            const verdict = checkCells({ kind: 'cells', ...place, cells });
            expect(verdict).toEqual(expected);
            // The order of parameters is the order they are sent in.
            expect(JSON.stringify(verdict)).toBe(JSON.stringify(expected));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
