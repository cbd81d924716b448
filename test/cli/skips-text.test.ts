import { describe, expect, it } from 'vitest';
import { skipsLines } from '../../src/cli/skips/skips-text.ts';

const linesOf = (skips: Parameters<typeof skipsLines>[0]) => [...skipsLines(skips)];

describe('skipsLines', () => {
  it('names what is skipped, and no line of which nothing is', () => {
    expect(
      linesOf(
        new Map([
          ['CreatePackageOrder', { count: 1200 }],
          ['RenewPlan', { count: 0 }],
        ]),
      ),
    ).toEqual(['  skips    1,200 CreatePackageOrder, as seen now: already what is wanted']);
  });

  it('says so where nothing is skipped', () => {
    expect(linesOf(new Map([['CreatePackageOrder', { count: 0 }]]))).toEqual([
      '  skips    nothing, as seen now',
    ]);
    expect(linesOf(new Map())).toEqual([]);
  });

  it('says of what nothing is skipped where nobody could look at the rest', () => {
    expect(
      linesOf(
        new Map([
          ['CreatePackageOrder', { count: 0 }],
          ['RenewPlan', { unknown: 'it is down' }],
        ]),
      ),
    ).toEqual([
      '  skips    nothing of CreatePackageOrder, as seen now',
      '  skips    could not look how many RenewPlan: it is down',
    ]);
  });
});
