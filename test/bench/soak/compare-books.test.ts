import { describe, expect, test } from 'vitest';
import { compareBooks } from '../../../bench/soak/compare-books.ts';
import type { ReportLine } from '../../../src/shared/outcome.ts';
import type { ExecutedPurchase } from '../../../src/simulator/account.ts';

const params = { PlanType: 'basic' };

function line(state: ReportLine['state'], orderId: string | null): ReportLine {
  return {
    run: 'r',
    row: 1,
    line: 1,
    index: 1,
    reference: null,
    action: 'CreatePlan',
    account: 'default',
    params,
    notes: {},
    state,
    orderId,
    resourceIds: [],
    delivery: null,
    requestId: null,
    traceId: null,
    errorCode: null,
    errorMessage: null,
    errorScope: null,
    remedy: null,
    unpaidOrder: null,
    attempts: 1,
    queuedAt: null,
    sentAt: null,
    settledAt: null,
    settledBy: null,
    followUp: null,
  };
}

function sale(orderId: string): ExecutedPurchase {
  const unknown = { requestId: '', traceId: null, clientToken: null, executedAt: '' };
  return { action: 'CreatePlan', params, orderId, resourceIds: [], ...unknown };
}

describe('compareBooks', () => {
  test('finds nothing where all that was sold is held or in doubt', () => {
    expect(compareBooks([line('succeeded', 'a'), line('failed', null)], [sale('a')])).toEqual([]);
    expect(compareBooks([line('succeeded', 'a'), line('in-doubt', null)], [sale('a'), sale('b')])).toEqual(
      [],
    );
  });

  test('finds a purchase that was made twice', () => {
    expect(compareBooks([line('succeeded', 'a')], [sale('a'), sale('b')])).toHaveLength(1);
  });

  test('finds a purchase that was made and called failed', () => {
    expect(compareBooks([line('failed', null)], [sale('a')])).toHaveLength(1);
  });

  test('finds an order that was never sold, and one that is held twice', () => {
    expect(compareBooks([line('succeeded', 'x')], [sale('a')])).toEqual(['Order x was never sold']);
    const twice = [line('succeeded', 'a'), line('succeeded', 'a')];
    expect(compareBooks(twice, [sale('a'), sale('b')])).toEqual(['Order a is held twice']);
  });
});
