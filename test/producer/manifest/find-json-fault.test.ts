import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from '../../../src/producer/manifest/find-json-fault.ts';

describe('findJsonFault', () => {
  it.each([
    ['{"a": tru}', 6],
    ['{"a": 1,}', 8],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['[1, 2}', 5],
    ['[1 2]', 3],
    ['[01]', 1],
    ['["a\\x"]', 3],
    ['["a\nb"]', 3],
    ['"\\u12g4"', 1],
    ['1 2', 2],
    [']', 0],
  ])('finds where %j goes wrong', (text, at) => {
    expect(findJsonFault(text)).toBe(at);
  });

  it.each(['', '{', '{"a"', '{"a":', '[1,', '["abc', '{"a": {"b": [1'])(
    'finds that %j ends too early',
    (text) => {
      expect(findJsonFault(text)).toBe(text.length);
    },
  );

  it('finds nothing in any text that JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\n\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(findJsonFault(text)).toBe(text.length);
      }),
    );
  });

  it('finds a fault inside any whole value that a stray character breaks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, seed) => {
        const whole = JSON.stringify([value]);
        const at = seed % (whole.length + 1);
        const broken = `${whole.slice(0, at)}\u0001${whole.slice(at)}`;
        expect(findJsonFault(broken)).toBeLessThanOrEqual(at);
      }),
    );
  });
});
