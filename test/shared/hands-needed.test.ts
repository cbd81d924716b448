import { describe, expect, it } from 'vitest';
import { handsNeeded, lineRate } from '../../src/shared/hands-needed.ts';
import type { CrewMember } from '../../src/shared/ledger/crew.ts';

function member(differences: Partial<CrewMember> = {}): CrewMember {
  const latency = { slotWaitMs: 5, roundTripMs: 995 };
  return { concurrency: 8, pacing: 'paced', rate: 20, latency, ...differences };
}

describe('handsNeeded', () => {
  it('is calls a second times the seconds that each takes', () => {
    expect(handsNeeded([member()], null)).toMatchObject({ needed: 20, inHand: 8, workers: 1 });
    expect(handsNeeded([member(), member()], 5)).toMatchObject({ needed: 5, inHand: 16, workers: 2 });
  });

  it('counts no more than what leases let out with strict pacing', () => {
    // Each of 20 leases is out for a second and kept for another: ten calls are out on the average.
    expect(handsNeeded([member({ pacing: 'strict' })], null)?.needed).toBe(10);
  });

  it('advises a quarter more than is needed, shared by the workers', () => {
    expect(handsNeeded([member(), member()], null)?.concurrency).toBe(13);
  });

  it('says nothing before a worker has seen enough, or where a test has lifted the rate', () => {
    expect(handsNeeded([], null)).toBeNull();
    expect(handsNeeded([member({ latency: null })], null)).toBeNull();
    expect(handsNeeded([member({ rate: 5000 })], null)).toBeNull();
  });
});

describe('lineRate', () => {
  it('is the lowest of what was set by hand and what the workers were started with', () => {
    expect(lineRate([], null)).toBe(20);
    expect(lineRate([], 3)).toBe(3);
    expect(lineRate([member({ rate: 7 }), member()], 10)).toBe(7);
    expect(lineRate([member({ rate: 7 })], 2.5)).toBe(2.5);
  });
});
