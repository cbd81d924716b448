import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveClientToken } from '../../../src/shared/actions/client-token.ts';
import { createInstance } from '../../../src/shared/actions/create-instance.ts';
import { exampleParams } from './examples.ts';

const run = fc.stringMatching(/^[a-z0-9]{1,20}$/);
const count = fc.integer({ min: 1, max: 10_000_000 });

describe('deriveClientToken', () => {
  it('makes a token that the API takes', () => {
    fc.assert(
      fc.property(run, count, count, (name, row, index) => {
        const ClientToken = deriveClientToken(name, row, index);
        const params = { ...exampleParams(createInstance), ClientToken };
        expect(createInstance.params.safeParse(params).success).toBe(true);
      }),
    );
  });

  it('gives one purchase one token, for good', () => {
    expect(deriveClientToken('k3v9', 7, 2)).toBe(
      '10dfa3958aefec215c09d8256b9295ce259b241f3690f44a5ad0dd76fbb0115d',
    );
  });

  it('gives every purchase a token of its own', () => {
    const purchase = fc.tuple(run, count, count);
    fc.assert(
      fc.property(purchase, purchase, (one, other) => {
        const isSame = one.join(' ') === other.join(' ');
        expect(deriveClientToken(...one) === deriveClientToken(...other)).toBe(isSame);
      }),
    );
    expect(deriveClientToken('k3v9', 1, 11)).not.toBe(deriveClientToken('k3v9', 11, 1));
  });
});
