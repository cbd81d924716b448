import { describe, expect, test } from 'vitest';
import { judgeRenewal, type RenewalSight } from '../../../src/worker/look-first/judge-renewal.ts';
import type { Renewable } from '../../../src/worker/reconcile/renewables.ts';

const expiresAtMs = Date.parse('2027-01-31T10:00:00Z');
const shown: Renewable = {
  id: 'edgeone-1',
  expiresAtMs,
  isAutoRenewed: false,
  renewFlag: null,
  renewPeriod: null,
};

function judge(differences: Partial<RenewalSight> = {}) {
  return judgeRenewal({
    id: 'edgeone-1',
    shown: { kind: 'found', found: shown },
    lookName: 'DescribePlans',
    ifExpiresBeforeMs: null,
    floor: null,
    nowMs: expiresAtMs - 1_000_000,
    missingCode: 'InvalidParameter.PlanNotFound',
    isOwners: (code) => code.startsWith('UnauthorizedOperation'),
    ...differences,
  });
}

describe('judgeRenewal', () => {
  test('sends with the date that was seen', () => {
    expect(judge()).toEqual({ kind: 'go', expiryBeforeMs: expiresAtMs });
    expect(judge({ ifExpiresBeforeMs: expiresAtMs + 1 })).toEqual({
      kind: 'go',
      expiryBeforeMs: expiresAtMs,
    });
  });

  test('skips what expires at the asked moment or later, and says when it does', () => {
    for (const ifExpiresBeforeMs of [expiresAtMs, expiresAtMs - 1]) {
      const ahead = judge({ ifExpiresBeforeMs });
      expect(ahead).toMatchObject({
        kind: 'skip',
        seen: expect.stringContaining('2027-01-31T10:00:00.000Z'),
      });
    }
  });

  test('waits while a renewal that was bought is not shown yet, and no longer', () => {
    const floor = { expiresAtMs: expiresAtMs + 1, believedUntilMs: expiresAtMs };
    expect(judge({ floor })).toMatchObject({ kind: 'wait' });
    expect(judge({ floor, nowMs: expiresAtMs })).toMatchObject({ kind: 'go' });
    expect(judge({ floor: { ...floor, expiresAtMs } })).toMatchObject({ kind: 'go' });
  });

  test('fails a plan that is not there, and an instance only where its date was asked for', () => {
    const missing = { shown: { kind: 'missing' } } as const;
    expect(judge(missing)).toMatchObject({ kind: 'fail', code: 'InvalidParameter.PlanNotFound' });
    expect(judge({ ...missing, missingCode: null })).toEqual({ kind: 'go', expiryBeforeMs: null });
    expect(judge({ ...missing, missingCode: null, ifExpiresBeforeMs: 1 })).toMatchObject({
      kind: 'fail',
      code: 'ResourceNotFound',
    });
  });

  test('sends nothing where the date was asked for and cannot be read', () => {
    const asked = { ifExpiresBeforeMs: expiresAtMs };
    const refused = (code: string) => ({ ...asked, shown: { kind: 'refused', code } as const });
    expect(judge({ ...asked, shown: { kind: 'unseen' } })).toMatchObject({ kind: 'wait' });
    expect(judge(refused('InternalError'))).toMatchObject({ kind: 'wait' });
    expect(judge(refused('UnauthorizedOperation.NoPermission'))).toMatchObject({ kind: 'hold' });
    const endless = { ...shown, expiresAtMs: null };
    expect(judge({ ...asked, shown: { kind: 'found', found: endless } })).toMatchObject({ kind: 'fail' });
  });

  test('goes on without the date where it was not asked for and cannot be read', () => {
    for (const blind of [{ kind: 'unseen' }, { kind: 'refused', code: 'UnauthorizedOperation' }] as const) {
      expect(judge({ shown: blind })).toEqual({ kind: 'go', expiryBeforeMs: null });
    }
  });
});
