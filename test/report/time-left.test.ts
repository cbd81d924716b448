import { describe, expect, it } from 'vitest';
import { secondsLeft } from '../../src/report/time-left.ts';

describe('secondsLeft', () => {
  it('is as long as the slowest action takes, as they are worked side by side', () => {
    const loads = [
      { unsettled: 100, callsPerSecond: 10 },
      { unsettled: 100, callsPerSecond: 4 },
    ];
    expect(secondsLeft('running', loads)).toBe(25);
  });

  it('takes the usual rate before anything was sent', () => {
    expect(secondsLeft('running', [{ unsettled: 20_000, callsPerSecond: 0 }])).toBe(1050);
  });

  it('is nothing for a run that is over, and unknown for one that waits for somebody', () => {
    const loads = [{ unsettled: 5, callsPerSecond: 1 }];
    expect(secondsLeft('finished', [])).toBe(0);
    expect(secondsLeft('cancelled', [])).toBe(0);
    for (const state of ['submitting', 'paused', 'held'] as const)
      expect(secondsLeft(state, loads)).toBeNull();
  });
});
