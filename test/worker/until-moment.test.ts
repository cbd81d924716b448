import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { untilMoment } from '../../src/worker/until-moment.ts';

describe('untilMoment', () => {
  test('never ends early, whatever the fraction of a millisecond', async () => {
    for (let nth = 0; nth < 200; nth += 1) {
      const momentMs = performance.now() + 1 + nth * 0.037;
      await untilMoment(momentMs);
      expect(performance.now()).toBeGreaterThanOrEqual(momentMs);
    }
  });

  test('ends at once when the moment has passed', async () => {
    await untilMoment(performance.now() - 1000);
    await untilMoment(Number.NEGATIVE_INFINITY);
  });
});
