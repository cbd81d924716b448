import { describe, expect, test } from 'vitest';
import { judgeBalance } from '../../../src/worker/balance/judge-balance.ts';

const stopBelowCents = 10_000;
const refused = { kind: 'refused', code: 'UnauthorizedOperation.CamNoAuth' } as const;

describe('judgeBalance', () => {
  test('lets a run go on at the very amount, and holds it a hundredth below', () => {
    const at = (cents: number) =>
      judgeBalance({ seen: { kind: 'seen', uin: '1', cents }, misses: 0, stopBelowCents });
    expect(at(10_000)).toBeNull();
    expect(at(9_999)).toMatchObject({ code: 'balance-below', reason: expect.stringContaining('99.99') });
    expect(at(-5)).toMatchObject({ code: 'balance-below' });
  });

  test('holds a run whose balance stays unseen, and none for a single look', () => {
    for (const seen of [refused, { kind: 'unseen' }] as const) {
      expect(judgeBalance({ seen, misses: 1, stopBelowCents })).toBeNull();
      expect(judgeBalance({ seen, misses: 2, stopBelowCents })).toBeNull();
      expect(judgeBalance({ seen, misses: 3, stopBelowCents })).toMatchObject({ code: 'balance-unreadable' });
    }
  });
});
