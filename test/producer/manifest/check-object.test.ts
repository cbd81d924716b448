import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkObject } from '../../../src/producer/manifest/check-object.ts';
import { surveyJson } from '../../../src/producer/manifest/survey-json.ts';

/** Texts of objects whose keys may stand twice, at any depth. */
const { text } = fc.letrec<{ text: string; object: string; value: string }>((tie) => ({
  object: fc
    .array(fc.tuple(fc.constantFrom('"a"', '"b"', '"a:"', '"\\u0061"', '"__proto__"'), tie('value')), {
      maxLength: 3,
    })
    .map((members) => `{${members.map(([key, value]) => `${key}:${value}`).join(',')}}`),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('1', '"x"', '":"', 'null'),
    tie('object'),
    fc.array(tie('value'), { maxLength: 2 }).map((values) => `[${values.join(',')}]`),
  ),
  text: tie('object'),
}));

describe('checkObject', () => {
  it('finds the key that stands twice, wherever it stands', () => {
    fc.assert(
      fc.property(text, (drawn) => {
        const checked = checkObject(JSON.parse(drawn), { text: drawn, what: 'A row' });
        const { duplicateKey } = surveyJson(drawn);
        expect(checked.kind === 'finding' ? checked.finding.column : null).toBe(duplicateKey);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [64, 'object'],
    [65, 'finding'],
  ])('takes objects nested up to 64 deep: %i', (depth, kind) => {
    const nested = `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
    expect(checkObject(JSON.parse(nested), { text: nested, what: 'A row' }).kind).toBe(kind);
  });
});
