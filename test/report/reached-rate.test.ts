import { describe, expect, it } from 'vitest';
import { reachedRate, sumCalls } from '../../src/report/reached-rate.ts';
import type { CallSlots } from '../../src/shared/ledger/read-counts.ts';

const slotMs = 5000;
const startMs = 1_790_000_001_234;

/** Calls counted as the ledger does, from a clock that is passed in. */
function calls(timesMs: Iterable<number>): CallSlots {
  const slots = new Map<number, number>();
  for (const timeMs of timesMs) {
    const slot = Math.floor(timeMs / slotMs);
    slots.set(slot, (slots.get(slot) ?? 0) + 1);
  }
  // The ledger keeps fifteen slots that overwrite each other.
  const newest = Math.max(...slots.keys());
  return new Map(Array.from(slots).filter(([slot]) => slot > newest - 15));
}

function* steady(everyMs: number, fromMs: number, toMs: number): Generator<number> {
  for (let timeMs = fromMs; timeMs < toMs; timeMs += everyMs) yield timeMs;
}

describe('reachedRate', () => {
  it.each([52.5, 61, 200])(
    'is within a hundredth after a minute of calls every %d ms, at any moment',
    (everyMs) => {
      for (let nowMs = startMs + 60_000; nowMs < startMs + 90_000; nowMs += 1_777) {
        const rate = reachedRate(calls(steady(everyMs, startMs, nowMs)), nowMs) ?? 0;
        expect(Math.abs(rate / (1000 / everyMs) - 1)).toBeLessThan(0.01);
      }
    },
  );

  it('does not count the slot in which the calls began, as nobody knows when in it', () => {
    const nowMs = startMs + 12_000;
    expect(reachedRate(calls(steady(50, startMs, nowMs)), nowMs)).toBeCloseTo(20, 0);
  });

  it('is unknown before there is a whole slot', () => {
    expect(reachedRate(calls(steady(50, startMs, startMs + 3000)), startMs + 3000)).toBeNull();
    expect(reachedRate(new Map(), startMs)).toBeNull();
  });

  it('forgets the minute before once another rate was set', () => {
    const changedMs = startMs + 60_000;
    const nowMs = changedMs + 11_000;
    const times = [...steady(50, startMs, changedMs), ...steady(500, changedMs, nowMs)];
    expect(reachedRate(calls(times), nowMs)).toBeLessThan(3);
  });

  it('adds up the calls of all runs of a line', () => {
    expect(
      sumCalls([
        new Map([
          [1, 2],
          [2, 3],
        ]),
        new Map([[2, 4]]),
      ]),
    ).toEqual(
      new Map([
        [1, 2],
        [2, 7],
      ]),
    );
  });
});
