import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSent } from '../../../src/report/html/sent-histogram.ts';

describe('countSent', () => {
  it('counts calls second by second, with the quiet ones between', () => {
    const { add, read } = countSent();
    for (const sentAtMs of [4_200, 1_000, 1_999, 4_999]) add(sentAtMs);
    expect(read()).toEqual({ startMs: 1_000, spanMs: 1_000, calls: [2, 0, 0, 2] });
  });

  it('has no start where nothing was sent', () => {
    expect(countSent().read()).toEqual({ startMs: null, spanMs: 1_000, calls: [] });
  });

  it('loses no call and stays small, however long the time and whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4e9 }), { minLength: 1, maxLength: 600 }), (times) => {
        const { add, read } = countSent();
        for (const time of times) add(time);
        const { startMs, spanMs, calls } = read();
        expect(calls.length).toBeLessThanOrEqual(240);
        expect(calls.reduce((sum, count) => sum + count, 0)).toBe(times.length);
        expect(startMs).toBeLessThanOrEqual(Math.min(...times));
        expect((startMs ?? 0) + spanMs * calls.length).toBeGreaterThan(Math.max(...times));
      }),
    );
  });
});
