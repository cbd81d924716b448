import { describe, expect, it } from 'vitest';
import { suggestName, suggestNear } from '../../../src/producer/manifest/suggest-name.ts';

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
    expect(suggestNear(name, known)).toBe(nearest);
  });
});

describe('suggestNear', () => {
  it.each([
    ['NoSuch', ['CreatePlan', 'RenewPlan']],
    ['nope', ['default', 'acme']],
    ['', ['acme']],
  ])('takes %j for none of %j', (name, known) => {
    expect(suggestNear(name, known)).toBeNull();
  });

  it.each([
    ['Domian', 'Domain'],
    ['amce', 'acme'],
    ['CreatePlna', 'CreatePlan'],
  ])('takes %s for %s', (name, near) => {
    expect(suggestNear(name, [near, 'SomethingElse'])).toBe(near);
  });
});
