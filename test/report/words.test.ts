import { describe, expect, it } from 'vitest';
import { counted, inSeries } from '../../src/report/text/words.ts';

describe('counted', () => {
  it('has an s where there is not one', () => {
    expect([0, 1, 2, 1200].map((count) => counted(count, 'order id'))).toEqual([
      '0 order ids',
      '1 order id',
      '2 order ids',
      '1,200 order ids',
    ]);
  });
});

describe('inSeries', () => {
  it('has commas and one and', () => {
    expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map(inSeries)).toEqual([
      '',
      'A',
      'A and B',
      'A, B and C',
    ]);
  });
});
