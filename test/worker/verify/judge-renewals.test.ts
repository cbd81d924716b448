import { describe, expect, test } from 'vitest';
import type { Order } from '../../../src/worker/reconcile/orders.ts';
import type { Renewable } from '../../../src/worker/reconcile/renewables.ts';
import { judgeRenewals, type RenewalSight } from '../../../src/worker/verify/judge-renewals.ts';
import type { KnownRenewal } from '../../../src/worker/verify/known-renewal.ts';

const sentAtMs = Date.parse('2026-11-22T10:00:00Z');

function renewal(differences: Partial<KnownRenewal> = {}): KnownRenewal {
  return {
    run: 'r1',
    row: 3,
    index: 1,
    action: 'RenewPlan',
    account: 'default',
    resource: 'edgeone-1',
    months: 1,
    state: 'succeeded',
    orderId: '1',
    expiryBeforeMs: Date.parse('2026-12-10T10:00:00Z'),
    firstSentAtMs: sentAtMs,
    sentAtMs,
    settledAtMs: sentAtMs,
    ...differences,
  };
}

function shownAt(expiresAt: string, isAutoRenewed = false): Renewable {
  const expiresAtMs = Date.parse(expiresAt);
  return { id: 'edgeone-1', expiresAtMs, isAutoRenewed, renewFlag: null, renewPeriod: null };
}

const stray: Order = {
  orderId: '2',
  bigDealId: null,
  status: 4,
  createdAt: '2026-11-22 18:00:01',
  productCode: 'p_edgeone',
  subProductCode: 'sp_edgeone_basic',
  action: 'renew',
  resourceIds: ['edgeone-1'],
  timeSpan: 1,
  timeUnit: 'm',
  costCents: null,
  currency: null,
};

function judge(differences: Partial<RenewalSight>): string[] {
  const nowMs = sentAtMs + 3_600_000;
  return judgeRenewals({
    run: 'r1',
    renewals: [renewal()],
    shown: undefined,
    strayOrders: [],
    nowMs,
    ...differences,
  });
}

const oneMonthOn = shownAt('2027-01-10T10:00:00Z');
const twoMonthsOn = shownAt('2027-02-10T10:00:00Z');
const twice = /edgeone-1, of row 3\.1 \(RenewPlan succeeded\), .*renewed twice, or somebody else/;

describe('judgeRenewals', () => {
  test('has nothing to say of a date that moved by what was bought', () => {
    expect(judge({ shown: oneMonthOn })).toEqual([]);
    expect(judge({ shown: twoMonthsOn, renewals: [renewal({ months: 2 })] })).toEqual([]);
  });

  test('tells of a date that moved further', () => {
    expect(judge({ shown: twoMonthsOn })).toEqual([expect.stringMatching(twice)]);
  });

  test('counts what other runs renewed after, and not what they renewed before', () => {
    const other = { run: 'r2', expiryBeforeMs: null };
    const after = renewal({ ...other, firstSentAtMs: sentAtMs + 1, sentAtMs: sentAtMs + 1 });
    expect(judge({ shown: twoMonthsOn, renewals: [renewal(), after] })).toEqual([]);
    const before = renewal({ ...other, firstSentAtMs: sentAtMs - 1 });
    expect(judge({ shown: twoMonthsOn, renewals: [renewal(), before] })).toHaveLength(1);
  });

  test('lets one in doubt be bought or not, but not twice', () => {
    const doubt = [renewal({ state: 'in-doubt', settledAtMs: null, orderId: null })];
    expect(judge({ shown: shownAt('2026-12-10T10:00:00Z'), renewals: doubt })).toEqual([]);
    expect(judge({ shown: oneMonthOn, renewals: doubt })).toEqual([]);
    expect(judge({ shown: twoMonthsOn, renewals: doubt })).toHaveLength(1);
  });

  test('tells of a date that did not move, once its renewal had time to show', () => {
    const shown = shownAt('2026-12-10T10:00:00Z');
    expect(judge({ shown })).toEqual([expect.stringContaining('earlier than the 2027-01-10')]);
    expect(judge({ shown, nowMs: sentAtMs + 60_000 })).toEqual([]);
  });

  test('counts from the call where the plan had expired before it', () => {
    const renewals = [renewal({ expiryBeforeMs: Date.parse('2026-11-01T10:00:00Z') })];
    expect(judge({ renewals, shown: shownAt('2026-12-22T10:00:00Z') })).toEqual([]);
    expect(judge({ renewals, shown: shownAt('2027-01-22T10:00:00Z') })).toHaveLength(1);
  });

  test('takes for automatic what moved once the time came that was paid for', () => {
    const shown = shownAt('2027-02-10T10:00:00Z', true);
    expect(judge({ shown })).toHaveLength(1);
    expect(judge({ shown, nowMs: Date.parse('2027-01-09T10:00:00Z') })).toEqual([]);
  });

  test('cannot tell by a date that is not shown, and says so', () => {
    expect(judge({ shown: null })).toEqual([expect.stringContaining('is not shown')]);
    expect(judge({ shown: twoMonthsOn, renewals: [renewal({ expiryBeforeMs: null })] })).toEqual([]);
  });

  test('tells of an order that nobody holds, unless a purchase is without its own', () => {
    const told = judge({ strayOrders: [stray], shown: twoMonthsOn });
    expect(told).toEqual([expect.stringMatching(/^Order 2 .*renewed twice, or somebody else/)]);
    expect(judge({ strayOrders: [stray], renewals: [renewal({ orderId: null })] })).toEqual([]);
    const failed = [renewal({ state: 'failed', orderId: null })];
    expect(judge({ strayOrders: [stray], renewals: failed })).toHaveLength(1);
  });
});
