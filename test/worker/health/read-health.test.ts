import { describe, expect, test } from 'vitest';
import type { LedgerState } from '../../../src/shared/ledger/probe-ledger.ts';
import type { Progress } from '../../../src/worker/health/judge-progress.ts';
import { readHealth } from '../../../src/worker/health/read-health.ts';

async function healthOf(redis: LedgerState, progress: Progress) {
  const { isReady, isAlive } = await readHealth({
    probe: async () => redis,
    lookAtProgress: async () => [{ line: 'CreatePlan', progress, quietMs: 1 }],
  });
  return { isReady, isAlive };
}

describe('readHealth', () => {
  test('calls a worker ready that gets on, and not one that does not', async () => {
    expect(await healthOf('writable', 'fine')).toEqual({ isReady: true, isAlive: true });
    expect(await healthOf('writable', 'stuck')).toEqual({ isReady: false, isAlive: true });
  });

  test('calls a worker dead that is lost although Redis is well: only another start may help', async () => {
    expect(await healthOf('writable', 'lost')).toEqual({ isReady: false, isAlive: false });
  });

  test('never has a worker restarted for what its Redis does: it may keep an answer', async () => {
    expect(await healthOf('refusing', 'lost')).toEqual({ isReady: false, isAlive: true });
    expect(await healthOf('away', 'lost')).toEqual({ isReady: false, isAlive: true });
  });
});
