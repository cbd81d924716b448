import { describe, expect, it } from 'vitest';
import { adviceForCode } from '../../../src/shared/actions/advice-for-code.ts';
import { createInstance } from '../../../src/shared/actions/create-instance.ts';
import { createPackageOrder } from '../../../src/shared/actions/create-package-order.ts';
import { createPlan } from '../../../src/shared/actions/create-plan.ts';
import { actions } from '../../../src/shared/actions/index.ts';
import { ownCodeAdvice } from '../../../src/shared/actions/own-codes.ts';
import { isKnownCode, ruleForCode } from '../../../src/shared/actions/rule-for-code.ts';
import { ownCodes } from '../../../src/shared/outcome.ts';

describe('ruleForCode', () => {
  it('prefers the exact code to its prefix', () => {
    expect(ruleForCode(createPlan, 'OperationDenied.PleaseContactBusinessPersonnel').scope).toBe('product');
    expect(ruleForCode(createPlan, 'OperationDenied.AnythingElse').scope).toBe('row');
  });

  it('takes the longest known prefix', () => {
    expect(ruleForCode(createInstance, 'UnauthorizedOperation.NotCertification.Company').meaning).toBe(
      'unpaid',
    );
    expect(ruleForCode(createInstance, 'UnauthorizedOperation.Other.Company').meaning).toBe('line-stopped');
  });

  it('ends a prefix at a dot only', () => {
    expect(ruleForCode(createPlan, 'RequestLimitExceeded.Anything.New').meaning).toBe('slow-down');
    expect(ruleForCode(createPlan, 'RequestLimitExceededForever').meaning).toBe('unknown');
  });

  it('trusts an unlisted InvalidParameter on EdgeOne and Billing, but not on DNSPod', () => {
    expect(ruleForCode(createPlan, 'InvalidParameter.Unlisted').meaning).toBe('refused');
    expect(ruleForCode(createInstance, 'InvalidParameter.Unlisted').meaning).toBe('refused');
    expect(ruleForCode(createPackageOrder, 'InvalidParameter.Unlisted').meaning).toBe('unknown');
    expect(ruleForCode(createPackageOrder, 'InvalidParameter').meaning).toBe('refused');
  });

  it.each(actions)('$name: leaves in doubt what no table lists', (action) => {
    for (const code of ['FailedOperation.Unlisted', 'InternalError.Unlisted', 'Unlisted', 'Un.listed', '']) {
      expect(ruleForCode(action, code), code).toMatchObject({ meaning: 'unknown', scope: 'row' });
    }
  });

  it('is not fooled by names that every object has', () => {
    for (const code of ['constructor', '__proto__', 'toString.x', '.', 'a.', '.a']) {
      expect(ruleForCode(createPlan, code).meaning, code).toBe('unknown');
    }
  });
});

describe('isKnownCode', () => {
  it('knows a listed code and one below a listed prefix', () => {
    expect(isKnownCode(createPlan, 'InternalError')).toBe(true);
    expect(isKnownCode(createPlan, 'InvalidParameter.Unlisted')).toBe(true);
  });

  it('does not know a code that no rule speaks of', () => {
    expect(isKnownCode(createPlan, 'FailedOperation.Unlisted')).toBe(false);
    expect(isKnownCode(createPackageOrder, 'InvalidParameter.Unlisted')).toBe(false);
    expect(isKnownCode(createPlan, 'constructor')).toBe(false);
  });
});

describe('adviceForCode', () => {
  it('has one sentence of advice for each of our own codes', () => {
    for (const code of ownCodes) {
      expect(adviceForCode(createPlan, code)).toBe(ownCodeAdvice[code]);
      expect(ownCodeAdvice[code].remedy).toMatch(/^[A-Z][^.!?]*\.$/);
    }
  });

  it('calls a network that cannot be reached the account’s matter, and a lost answer the row’s', () => {
    expect(adviceForCode(createPlan, 'Transport.ConnectFailed').scope).toBe('account');
    expect(adviceForCode(createPlan, 'Transport.Timeout').scope).toBe('row');
  });

  it('gives the advice of the rule for a code of the API', () => {
    const { scope, remedy } = ruleForCode(createPlan, 'InvalidParameter.InvalidPeriod');
    expect(adviceForCode(createPlan, 'InvalidParameter.InvalidPeriod')).toEqual({ scope, remedy });
  });
});
