import { describe, expect, test } from 'vitest';
import type { PurchaseRecord } from '../../src/shared/ledger/record.ts';
import { phases } from '../../src/shared/ledger/runs.ts';
import { purchaseStates } from '../../src/shared/outcome.ts';
import { type TakeOptions, takePurchase } from '../../src/worker/take-purchase.ts';

const nowMs = 1_800_000_000_000;

function record(differences: Partial<PurchaseRecord>): PurchaseRecord {
  return {
    row: 1,
    index: 1,
    line: 2,
    action: 'CreateInstance',
    account: 'default',
    reference: null,
    notes: {},
    terms: {},
    body: '{"ClientToken":"t"}',
    state: 'queued',
    queuedAtMs: nowMs - 9000,
    attempts: 0,
    attemptId: null,
    worker: null,
    deadlineMs: null,
    sentAtMs: null,
    firstSentAtMs: null,
    errorCode: null,
    errorMessage: null,
    requestId: null,
    orderId: null,
    resourceIds: [],
    delivery: null,
    unpaidOrder: false,
    settledAtMs: null,
    settledBy: null,
    expiryBeforeMs: null,
    ...differences,
  };
}

function take(differences: Partial<PurchaseRecord>, options: Partial<TakeOptions> = {}) {
  return takePurchase(record(differences), {
    phase: 'running',
    safety: 'token',
    tokenWindowMs: 60_000,
    nowMs,
    ...options,
  });
}

describe('takePurchase', () => {
  test('sends what is queued in a run that runs, with its frozen bytes', () => {
    expect(take({})).toEqual({ kind: 'send', body: '{"ClientToken":"t"}' });
  });

  test.each(['paused', 'cancelled'] as const)('lets go of what is queued in a run that is %s', (phase) => {
    expect(take({}, { phase })).toEqual({ kind: 'done' });
  });

  test('waits for a run that is still being submitted', () => {
    expect(take({}, { phase: 'submitting' })).toMatchObject({ kind: 'deliver-again' });
  });

  test('lets go of what no ledger knows', () => {
    const options = { phase: 'running', safety: 'token', tokenWindowMs: 60_000, nowMs } as const;
    expect(takePurchase(null, options)).toEqual({ kind: 'done' });
    expect(take({}, { phase: null })).toEqual({ kind: 'done' });
  });

  test('waits until the deadline of an attempt that is open is surely over', () => {
    const taken = take({ state: 'sending', deadlineMs: nowMs + 2000 });
    expect(taken.kind === 'await-deadline' && taken.delayMs > 2000).toBe(true);
    const overdue = take({ state: 'sending', deadlineMs: nowMs - 2000 });
    expect(overdue.kind === 'await-deadline' && overdue.delayMs > 0).toBe(true);
  });

  test('sends a doubt again while its token lives, counted from its first attempt', () => {
    const doubt = { state: 'in-doubt', sentAtMs: nowMs - 10 } as const;
    expect(take({ ...doubt, firstSentAtMs: nowMs - 59_999 })).toMatchObject({ kind: 'send' });
    expect(take({ ...doubt, firstSentAtMs: nowMs - 60_000 })).toEqual({ kind: 'done' });
    expect(take({ ...doubt, firstSentAtMs: null })).toEqual({ kind: 'done' });
  });

  test.each(['natural-key', 'neither'] as const)('never sends a doubt of the kind %s again', (safety) => {
    expect(take({ state: 'in-doubt', firstSentAtMs: nowMs }, { safety })).toEqual({ kind: 'done' });
  });

  test.each(['paused', 'cancelled'] as const)('sends no doubt again in a run that is %s', (phase) => {
    expect(take({ state: 'in-doubt', firstSentAtMs: nowMs }, { phase })).toEqual({ kind: 'done' });
  });

  test.each(phases.flatMap((phase) => purchaseStates.map((state) => ({ phase, state }))))(
    'sends nothing for $state in a run $phase but what is queued or in doubt in one that runs',
    ({ phase, state }) => {
      const taken = take({ state, firstSentAtMs: nowMs, deadlineMs: nowMs }, { phase });
      const maySend = phase === 'running' && (state === 'queued' || state === 'in-doubt');
      expect(taken.kind === 'send').toBe(maySend);
    },
  );
});
