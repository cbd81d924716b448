import { describe, expect, it } from 'vitest';
import { suggestName } from '../../../src/producer/manifest/suggest-name.ts';

describe('suggestName', () => {
  const known = [
    'PlanType',
    'AutoUseVoucher',
    'PrepaidPlanParam.Period',
    'PrepaidPlanParam.RenewFlag',
    'Account',
    'Count',
  ];

  it.each([
    ['Plantyp', 'PlanType'],
    ['ACCOUNT', 'Account'],
    ['Period', 'PrepaidPlanParam.Period'],
    ['PrepaidPlanParam.RenewFlags', 'PrepaidPlanParam.RenewFlag'],
    ['prepaidplanparam.period', 'PrepaidPlanParam.Period'],
  ])('takes %s for %s', (name, nearest) => {
    expect(suggestName(name, known)).toBe(nearest);
  });
});
