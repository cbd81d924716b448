import { describe, expect, test } from 'vitest';
import { concludeRenewal, type RenewalEvidence } from '../../src/worker/reconcile/conclude-renewal.ts';

const before = Date.parse('2027-01-31T10:00:00Z');
const sentAtMs = Date.parse('2026-11-22T10:00:00Z');

function conclude(expiresAt: string | null, differences: Partial<RenewalEvidence> = {}) {
  const now = {
    id: 'edgeone-1',
    expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt),
    isAutoRenewed: true,
    renewFlag: null,
    renewPeriod: null,
  };
  return concludeRenewal({
    expiryBeforeMs: before,
    months: 1,
    sentAtMs,
    nowMs: sentAtMs + 60_000,
    now,
    orderId: null,
    suspectOrderIds: [],
    ...differences,
  });
}

describe('concludeRenewal', () => {
  test('calls bought what moved by its period, however long the month is', () => {
    for (const moved of ['2027-02-28T10:00:00Z', '2027-03-03T10:00:00Z', '2027-03-01T00:00:00Z']) {
      expect(conclude(moved), moved).toMatchObject({ kind: 'bought' });
    }
    expect(conclude('2029-01-31T10:00:00Z', { months: 24 })).toMatchObject({ kind: 'bought' });
  });

  test('takes the order along that renewed it', () => {
    expect(conclude('2027-02-28T10:00:00Z', { orderId: '2026' })).toMatchObject({
      bought: { orderId: '2026' },
    });
  });

  test('finds no trace where the date stands as it did', () => {
    expect(conclude('2027-01-31T10:00:00Z')).toMatchObject({ kind: 'no-trace' });
  });

  test('counts from the call where the plan had expired before it', () => {
    const expired = { expiryBeforeMs: Date.parse('2026-11-01T10:00:00Z'), months: 2 };
    expect(conclude('2027-01-22T10:00:00Z', expired)).toMatchObject({ kind: 'bought' });
    expect(conclude('2027-01-12T10:00:00Z', expired)).toMatchObject({ kind: 'unclear' });
  });

  test('leaves to a person what moved by another time, or by what it does by itself', () => {
    expect(conclude('2027-04-30T10:00:00Z')).toMatchObject({ kind: 'unclear' });
    const automatic = { nowMs: before - 3_600_000, sentAtMs: before - 7_200_000 };
    expect(conclude('2027-02-28T10:00:00Z', automatic)).toMatchObject({ kind: 'unclear' });
    expect(conclude('2027-02-28T10:00:00Z', { ...automatic, orderId: '2026' })).toMatchObject({
      kind: 'bought',
    });
  });

  test('knows an automatic renewal by the period that is shown of it', () => {
    const yearly = { nowMs: before - 3_600_000, sentAtMs: before - 7_200_000, months: 12 };
    const now = {
      id: 'ins-1',
      expiresAtMs: Date.parse('2028-01-31T10:00:00Z'),
      isAutoRenewed: true,
      renewFlag: 'NOTIFY_AND_AUTO_RENEW',
      renewPeriod: '1y',
    };
    expect(conclude(null, { ...yearly, now })).toMatchObject({ kind: 'unclear' });
    expect(conclude(null, { ...yearly, now: { ...now, renewPeriod: '1m' } })).toMatchObject({
      kind: 'bought',
    });
  });

  test('leaves to a person what is not shown, was not known before, or has an order but has not moved', () => {
    expect(conclude(null)).toMatchObject({ kind: 'unclear' });
    expect(conclude('2027-02-28T10:00:00Z', { now: null })).toMatchObject({ kind: 'unclear' });
    expect(conclude('2027-02-28T10:00:00Z', { expiryBeforeMs: null })).toMatchObject({ kind: 'unclear' });
    const suspectOrderIds = ['2026', '2027'];
    expect(conclude('2027-01-31T10:00:00Z', { suspectOrderIds })).toMatchObject({ kind: 'unclear' });
  });
});
