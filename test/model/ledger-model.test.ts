import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { testLedger } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { stories } from './story.ts';
import { tellStory } from './tell-story.ts';

/** A few at every change; `npm run test:model` sets TCBATCH_MODEL_RUNS and tells ten thousand. */
const numRuns = Number(process.env.TCBATCH_MODEL_RUNS ?? 300);
const timeoutMs = 60_000 + numRuns * 100;

let redis: TestRedis;
beforeAll(async () => {
  // Nothing here is about what survives a crash of Redis, and syncing every write would take most of the time.
  redis = await startTestRedis({ settings: { appendonly: 'no' } });
});
afterAll(() => redis.stop());

describe('the ledger', () => {
  // A failure names the seed, the path and the shortest story that fails: `fc.assert(..., { seed, path })` tells it again.
  test(
    `buys once, loses nothing and counts right, whatever happens in whichever order (${numRuns} stories)`,
    async () => {
      const ledger = testLedger(redis);
      const property = fc.asyncProperty(stories, (story) => tellStory(ledger, story));
      await fc.assert(property, { numRuns });
    },
    timeoutMs,
  );
});
