import { describe, expect, it } from 'vitest';
import { parseStartTime } from '../../src/shared/start-time.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');

describe('parseStartTime', () => {
  it.each([
    ['2026-12-01T02:00Z', '2026-12-01T02:00:00.000Z'],
    ['2026-12-01T02:00:30+08:00', '2026-11-30T18:00:30.000Z'],
    ['2026-11-22T12:00:00.001Z', '2026-11-22T12:00:00.001Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseStartTime(text, nowMs)).toISOString()).toBe(iso);
  });

  it.each([
    ['2026-12-01T02:00', 'with its zone'],
    ['2026-12-01', 'with its zone'],
    ['2027-02-30T02:00Z', 'with its zone'],
    ['2026-12-01T25:00Z', 'with its zone'],
    ['tomorrow', 'with its zone'],
    ['2026-11-22T12:00Z', 'to come'],
    ['2206-12-01T02:00Z', 'within a year'],
  ])('refuses %s', (text, rule) => {
    expect(() => parseStartTime(text, nowMs)).toThrow(rule);
  });
});
