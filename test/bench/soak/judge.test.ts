import { describe, expect, test } from 'vitest';
import { seededChance } from '../../../bench/soak/chance.ts';
import { fitLine } from '../../../bench/soak/fit-line.ts';
import { judge } from '../../../bench/soak/judge.ts';

const measure = { name: 'heap', unit: 'MiB', limitPerHour: 1 };

/** Samples every ten seconds over an hour, growing by so much, with noise of one up and down. */
function anHour(growth: number) {
  const chance = seededChance(1);
  return Array.from({ length: 360 }, (_, i) => ({
    x: i / 360,
    y: 30 + growth * (i / 360) + chance.between(-100, 100) / 100,
  }));
}

describe('fitLine', () => {
  test('finds the slope of a line without noise, and is sure of it', () => {
    const points = [1, 2, 3, 4].map((x) => ({ x, y: 5 + 2 * x }));
    const { slope, from, to, meanY } = fitLine(points);
    expect([slope, from, to, meanY].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([2, 2, 2, 10]);
  });

  test('holds the true slope in its interval', () => {
    const { from, to } = fitLine(anHour(3));
    expect(from).toBeLessThan(3);
    expect(to).toBeGreaterThan(3);
  });

  test('is less sure where neighbours resemble each other', () => {
    const apart = anHour(0);
    const alike = apart.toSorted((a, b) => a.y - b.y).map(({ y }, i) => ({ x: apart[i]?.x ?? 0, y }));
    const inWaves = [
      ...alike.filter((_, i) => i % 2 === 0),
      ...alike.filter((_, i) => i % 2 === 1).reverse(),
    ];
    const waves = inWaves.map(({ y }, i) => ({ x: apart[i]?.x ?? 0, y }));
    expect(fitLine(waves).to - fitLine(waves).from).toBeGreaterThan(
      3 * (fitLine(apart).to - fitLine(apart).from),
    );
  });

  test('says nothing of two points', () => {
    expect(
      fitLine([
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ]),
    ).toMatchObject({ from: -Infinity, to: Infinity });
  });
});

describe('judge', () => {
  test.each([
    [0, 'flat'],
    [3, 'grows'],
    [1, 'unclear'],
  ])('calls growth of %d an hour %s', (growth, verdict) => {
    expect(judge(measure, anHour(growth), 0).verdict).toBe(verdict);
  });

  test('leaves the warm-up out', () => {
    const samples = anHour(0).map(({ x, y }) => ({ x, y: x < 0.25 ? x * 100 : y }));
    expect(judge(measure, samples, 0).verdict).not.toBe('flat');
    expect(judge(measure, samples, 0.25).verdict).toBe('flat');
  });
});
