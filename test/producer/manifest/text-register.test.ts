import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextRegister } from '../../../src/producer/manifest/text-register.ts';

describe('a text register', () => {
  it('knows what a map of the same texts knows', () => {
    const text = fc.oneof(fc.string({ maxLength: 3 }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 50 }), (texts) => {
        const register = createTextRegister();
        const map = new Map<string, number>();
        for (const [number, noted] of texts.entries()) {
          expect(register.note(noted, number)).toBe(map.get(noted) ?? null);
          if (!map.has(noted)) map.set(noted, number);
        }
      }),
    );
  });

  it('grows to a hundred thousand texts and finds each of them again', () => {
    const register = createTextRegister();
    const texts = Array.from({ length: 100_000 }, (_, number) => `shop-${number}.example`);
    expect(texts.filter((text, number) => register.note(text, number) !== null)).toEqual([]);
    expect(texts.filter((text, number) => register.note(text, -1) !== number)).toEqual([]);
  });

  it('finds texts of a megabyte again, and the short ones around them', () => {
    const register = createTextRegister();
    const texts = ['a', 'x'.repeat(2 ** 20), 'b', 'x'.repeat(2 ** 20 - 1), 'c', 'ü'.repeat(2 ** 20), ''];
    expect(texts.map((text, number) => register.note(text, number))).toEqual(texts.map(() => null));
    expect(texts.map((text) => register.note(text, -1))).toEqual(texts.map((_, number) => number));
  });
});
