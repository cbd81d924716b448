import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockOffsetMs } from '../../src/worker/clock-offset.ts';

const nowMs = Date.UTC(2026, 1, 1, 12, 0, 0);

describe('clockOffsetMs', () => {
  it('is what must be added to our clock to have the server’s', () => {
    expect(clockOffsetMs('Sun, 01 Feb 2026 12:10:00 GMT', nowMs)).toBe(600_000);
    expect(clockOffsetMs('Sun, 01 Feb 2026 11:50:00 GMT', nowMs)).toBe(-600_000);
  });

  it.each([null, '', 'soon', '5', '2026-02-01T12:00:00Z', 'Mon, 01 Feb 2026 12:00:00 GMT'])(
    'is unknown when the header is %j',
    (header) => {
      expect(clockOffsetMs(header, nowMs)).toBeNull();
    },
  );

  it('reads every date that a server may send', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const header = new Date(seconds * 1000).toUTCString();
        expect(clockOffsetMs(header, nowMs)).toBe(seconds * 1000 - nowMs);
      }),
    );
  });
});
