import { describe, expect, test } from 'vitest';
import { isProgressDue, judgeProgress, type LineSight } from '../../../src/worker/health/judge-progress.ts';

const quietForTwoMinutes: LineSight = {
  waiting: 10,
  inHand: 2,
  isHeld: false,
  quietMs: 120_000,
  callsPerSecond: 20,
  workers: 1,
  callTimeoutMs: 30_000,
};

describe('judgeProgress', () => {
  test('calls a worker stuck that has a backlog and has done nothing for two minutes', () => {
    expect(judgeProgress(quietForTwoMinutes)).toBe('stuck');
    expect(judgeProgress({ ...quietForTwoMinutes, waiting: 0 })).toBe('stuck');
    expect(judgeProgress({ ...quietForTwoMinutes, inHand: 0 })).toBe('stuck');
  });

  test('calls it fine while its line is held, has nothing to do, or moved a moment ago', () => {
    expect(judgeProgress({ ...quietForTwoMinutes, isHeld: true })).toBe('fine');
    expect(judgeProgress({ ...quietForTwoMinutes, waiting: 0, inHand: 0 })).toBe('fine');
    expect(judgeProgress({ ...quietForTwoMinutes, quietMs: 59_000 })).toBe('fine');
  });

  test('calls it lost once another start may be all that helps', () => {
    expect(judgeProgress({ ...quietForTwoMinutes, quietMs: 301_000 })).toBe('lost');
    expect(judgeProgress({ ...quietForTwoMinutes, quietMs: 299_000 })).toBe('stuck');
  });

  test('waits longer where a call may take long, and where turns are rare', () => {
    expect(judgeProgress({ ...quietForTwoMinutes, callTimeoutMs: 90_000 })).toBe('fine');
    // A call every five seconds, shared by four workers.
    expect(judgeProgress({ ...quietForTwoMinutes, callsPerSecond: 0.2, workers: 4 })).toBe('fine');
  });
});

describe('isProgressDue', () => {
  test('is so where there is something to do and nobody stopped it', () => {
    expect(isProgressDue(quietForTwoMinutes)).toBe(true);
    expect(isProgressDue({ ...quietForTwoMinutes, isHeld: true })).toBe(false);
    expect(isProgressDue({ ...quietForTwoMinutes, waiting: 0, inHand: 0 })).toBe(false);
  });
});
