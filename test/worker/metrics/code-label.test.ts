import { describe, expect, test } from 'vitest';
import { findAction } from '../../../src/shared/actions/index.ts';
import { codeLabel } from '../../../src/worker/metrics/code-label.ts';

describe('codeLabel', () => {
  const definition = findAction('CreatePlan');
  if (!definition) throw new Error('Cannot test without CreatePlan');

  test('keeps our own codes, and those of the action', () => {
    expect(codeLabel(definition, 'Transport.Timeout')).toBe('Transport.Timeout');
    expect(codeLabel(definition, 'AuthFailure.SignatureExpire')).toBe('AuthFailure.SignatureExpire');
  });

  test('names a code by the known one that speaks for it', () => {
    expect(codeLabel(definition, 'RequestLimitExceeded.NobodyKnows')).toBe('RequestLimitExceeded');
  });

  test('has one name for all that a server may make up', () => {
    expect(codeLabel(definition, 'Made.Up.By.A.Server')).toBe('unknown');
    expect(codeLabel(definition, '')).toBe('unknown');
    expect(codeLabel(definition, 'constructor')).toBe('unknown');
  });
});
