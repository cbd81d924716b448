import { describe, expect, it } from 'vitest';
import { exitCodeFor } from '../../src/report/exit-code.ts';
import type { PurchaseState } from '../../src/shared/outcome.ts';
import type { RunState } from '../../src/shared/run.ts';
import { statusOf } from './statuses.ts';

describe('exitCodeFor', () => {
  it.each<[Partial<Record<PurchaseState, number>>, RunState, number]>([
    [{ succeeded: 3 }, 'finished', 0],
    [{ succeeded: 2, skipped: 1 }, 'finished', 0],
    [{ succeeded: 2, failed: 1 }, 'finished', 3],
    [{ cancelled: 3 }, 'cancelled', 3],
    [{ failed: 1, 'in-doubt': 1 }, 'finished', 4],
    [{ 'in-doubt': 1, queued: 1 }, 'held', 5],
    [{ queued: 1 }, 'paused', 5],
    [{ succeeded: 1, queued: 1 }, 'running', 3],
    [{ succeeded: 1, sending: 1 }, 'running', 3],
  ])('gives %j of a %s run the code %i', (counts, state, code) => {
    expect(exitCodeFor(statusOf({ state, counts }))).toBe(code);
  });
});
