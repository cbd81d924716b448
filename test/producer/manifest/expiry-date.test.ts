import { describe, expect, it } from 'vitest';
import { checkRow } from '../../../src/producer/manifest/check-row.ts';

function check(IfExpiresBefore: unknown, more: Readonly<Record<string, unknown>> = {}) {
  const values = new Map(
    Object.entries({ Action: 'RenewPlan', PlanId: 'edgeone-1', Period: 1, IfExpiresBefore, ...more }),
  );
  const given = { row: 1, line: 2, isText: false, values };
  return checkRow(given, { action: null, account: 'default', accounts: null });
}

describe('IfExpiresBefore', () => {
  it.each([
    ['2027-01-31', '2027-01-31'],
    ['2027-01-31T08:00Z', '2027-01-31T08:00:00Z'],
    ['2027-01-31T08:00:00.123Z', '2027-01-31T08:00:00Z'],
    ['2027-01-31T08:00:00+08:00', '2027-01-31T00:00:00Z'],
  ])('reads %s as %s, one spelling for one moment', (given, read) => {
    expect(check(given).checked?.terms).toEqual({ ifExpiresBefore: read });
  });

  it.each(['31.01.2027', '2027-02-30', '2027-01-31 08:00:00', '2027-01-31T08:00:00', '2027-01-31T25:00Z', 7])(
    'refuses %s and says what would be right',
    (given) => {
      expect(check(given).findings).toMatchObject([
        {
          column: 'IfExpiresBefore',
          code: 'bad-date',
          message: expect.stringContaining('2027-01-31T08:00:00Z'),
        },
      ]);
    },
  );

  it('goes with renewals and no other action', () => {
    const { findings } = check('2027-01-31', { Action: 'CreatePlan', PlanType: 'basic' });
    expect(findings).toContainEqual(
      expect.objectContaining({ column: 'IfExpiresBefore', code: 'column-not-for-action' }),
    );
  });
});
