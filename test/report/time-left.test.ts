import { describe, expect, it } from 'vitest';
import { secondsLeft, secondsOfMoving, type Wait } from '../../src/report/time-left.ts';

function wait(differences: Partial<Wait>): Wait {
  return {
    line: { action: 'CreatePlan', account: 'default' },
    unsettled: 100,
    ahead: 0,
    callsPerSecond: 10,
    isHeld: false,
    ...differences,
  };
}

describe('secondsLeft', () => {
  it('is as long as the slowest action takes, as they are worked side by side', () => {
    expect(secondsLeft('running', [wait({}), wait({ callsPerSecond: 4 })])).toBe(25);
  });

  it('counts what other runs queued before', () => {
    expect(secondsLeft('running', [wait({ ahead: 250 })])).toBe(35);
    expect(secondsLeft('running', [wait({ ahead: 250, unsettled: 0 })])).toBe(0);
  });

  it('is a second at least while anything is left', () => {
    expect(secondsLeft('running', [wait({ unsettled: 1 })])).toBe(1);
  });

  it('is nothing for a run that is over, and unknown for one that waits for somebody', () => {
    expect(secondsLeft('finished', [])).toBe(0);
    expect(secondsLeft('cancelled', [])).toBe(0);
    for (const state of ['submitting', 'paused', 'held'] as const)
      expect(secondsLeft(state, [wait({})])).toBeNull();
  });

  it('tells of a held run how long what goes on takes', () => {
    expect(secondsOfMoving([wait({ isHeld: true, unsettled: 9000 }), wait({ unsettled: 50 })])).toBe(5);
  });
});
