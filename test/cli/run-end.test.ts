import { describe, expect, it } from 'vitest';
import { stageOf } from '../../src/cli/run/run-end.ts';
import type { Counts } from '../../src/shared/ledger/read-counts.ts';
import type { RunState } from '../../src/shared/run.ts';

const none: Counts = {
  queued: 0,
  sending: 0,
  succeeded: 0,
  failed: 0,
  'in-doubt': 0,
  cancelled: 0,
  skipped: 0,
};
const hold = { action: 'CreatePlan', code: 'Person', reason: 'Budget', since: '2026-01-01T00:00:00.000Z' };

function stage(counts: Partial<Counts>, { state = 'running' as RunState, isHeld = false } = {}) {
  const all = { ...none, ...counts };
  return stageOf(
    { state, counts: all, held: isHeld ? [hold] : [] },
    { byLine: new Map([['CreatePlan', all]]) },
  );
}

describe('stageOf', () => {
  it('calls a run over once everything is settled', () => {
    expect(stage({ succeeded: 2, failed: 1 }, { state: 'finished' })).toBe('over');
  });

  it('calls a run working while something is queued or being sent', () => {
    expect(stage({ queued: 1 })).toBe('working');
    expect(stage({ sending: 1, 'in-doubt': 1 })).toBe('working');
  });

  it('calls a run looking when nothing but purchases in doubt is left', () => {
    expect(stage({ succeeded: 1, 'in-doubt': 1 }, { state: 'finished' })).toBe('looking');
  });

  it('calls a held run over only when nothing is in flight', () => {
    expect(stage({ queued: 3 }, { state: 'held', isHeld: true })).toBe('over');
    expect(stage({ queued: 3, sending: 1 }, { state: 'held', isHeld: true })).toBe('working');
  });

  it('calls a run working while one of its actions is held and another goes on', () => {
    const plans = { ...none, queued: 3 };
    const orders = { ...none, queued: 1 };
    const byLine = new Map([
      ['CreatePlan', plans],
      ['CreatePackageOrder', orders],
    ]);
    const counts = { ...none, queued: 4 };
    expect(stageOf({ state: 'held', counts, held: [hold] }, { byLine })).toBe('working');
  });

  it('calls a paused run over, as it waits for a person', () => {
    expect(stage({ queued: 3 }, { state: 'paused' })).toBe('over');
  });
});
