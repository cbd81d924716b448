import { describe, expect, it } from 'vitest';
import { fitsLabels, parseLabelFilter, parseLabels } from '../../src/shared/labels.ts';

describe('parseLabels', () => {
  it('reads a key and a value, which may be empty or hold another "="', () => {
    expect(parseLabels(['customer=acme', 'q=a=b', 'empty='])).toEqual({
      customer: 'acme',
      q: 'a=b',
      empty: '',
    });
  });

  it.each([
    ['without a value', ['customer']],
    ['with a capital in its key', ['Customer=acme']],
    ['without a key', ['=acme']],
    ['with a key of 64', [`${'k'.repeat(64)}=v`]],
    ['with a value of 257', [`k=${'v'.repeat(257)}`]],
    ['with a line break', ['k=a\nb']],
    ['given twice', ['k=a', 'k=b']],
    ['as one of 65', Array.from({ length: 65 }, (_, i) => `k${i}=v`)],
  ])('refuses a label %s', (_what, texts) => {
    expect(() => parseLabels(texts)).toThrow('Cannot read label as');
  });

  it('takes keys of 63 and values of 256, whatever the script', () => {
    expect(parseLabels([`${'k'.repeat(63)}=${'值'.repeat(256)}`])).toHaveProperty('k'.repeat(63));
  });
});

describe('fitsLabels', () => {
  const labels = { customer: 'acme', month: '2026-07' };
  it.each([
    [['customer'], true],
    [['customer=acme', 'month'], true],
    [['customer=other'], false],
    [['constructor'], false],
    [[], true],
  ])('%j: %j', (filters, fits) => {
    expect(fitsLabels(labels, filters.map(parseLabelFilter))).toBe(fits);
  });
});
