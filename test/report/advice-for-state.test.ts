import { describe, expect, it } from 'vitest';
import { adviceForState } from '../../src/report/advice-for-state.ts';
import { actions } from '../../src/shared/actions/index.ts';
import { ownCodes } from '../../src/shared/outcome.ts';

describe('adviceForState', () => {
  it('never has a purchase in doubt bought again before somebody looked, whatever its code', () => {
    for (const { name, errors } of actions) {
      for (const code of [...Object.keys(errors), ...ownCodes, 'Unheard.Of']) {
        expect(adviceForState(name, code, 'in-doubt')?.remedy).toMatch(
          /before (buying|trying)\b|do not buy this again/,
        );
      }
    }
  });

  it('has the catalogue speak on what was refused', () => {
    expect(adviceForState('CreatePackageOrder', 'MissingParameter', 'failed')).toEqual({
      scope: 'row',
      remedy: 'Fill in the parameter that the message names and submit the row again.',
    });
  });

  it('has a purchase retried whose code alone would not have made it failed', () => {
    for (const code of [...ownCodes, 'InternalError', 'RequestLimitExceeded']) {
      expect(adviceForState('CreatePlan', code, 'failed')?.remedy).toContain('Retry the row');
    }
  });

  it('has nothing to say of an action that is not in the catalogue', () => {
    expect(adviceForState('BuyTheMoon', 'InternalError', 'failed')).toBeNull();
  });
});
