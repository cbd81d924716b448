import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdLine, releaseLine } from '../../../src/shared/ledger/line-hold.ts';
import { defaultAccount } from '../../../src/shared/line.ts';
import { createProgressWatch } from '../../../src/worker/health/progress-watch.ts';
import { testLedger } from '../../support/ledger.ts';
import { submitRows } from '../../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { plans } from '../shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const line = { action: 'CreatePlan', account: defaultAccount };

describe('the progress watch', () => {
  test('counts the time from when there was something to do, and not while the line is held', async () => {
    const ledger = testLedger(redis);
    // A worker that did something an hour ago, and has a line of which nobody takes.
    const activity = { inHand: () => 0, lastProgressMs: () => performance.now() - 3_600_000 };
    const look = createProgressWatch({ ledger, lines: [{ line, activity }], callTimeoutMs: 30_000 });
    expect(await look()).toEqual([{ line: 'CreatePlan', progress: 'fine', quietMs: 0 }]);

    await submitRows(ledger, plans(1));
    expect(await look()).toMatchObject([{ quietMs: 0 }]);
    const [waiting] = await look();
    expect(waiting?.progress).toBe('fine');

    await holdLine(ledger, line, { code: 'Person', reason: 'budget' });
    await look();
    await releaseLine(ledger, line);
    expect(await look()).toMatchObject([{ quietMs: 0 }]);
  });

  test('tells of a worker that has had something to do since long ago', async () => {
    const ledger = testLedger(redis);
    await submitRows(ledger, plans(1));
    let nowMs = performance.now();
    const activity = { inHand: () => 0, lastProgressMs: () => nowMs };
    const watch = { ledger, lines: [{ line, activity }], callTimeoutMs: 30_000, nowMs: () => nowMs };
    const look = createProgressWatch(watch);
    const began = nowMs;
    activity.lastProgressMs = () => began;
    expect(await look()).toMatchObject([{ progress: 'fine' }]);
    nowMs += 61_000;
    expect(await look()).toEqual([{ line: 'CreatePlan', progress: 'stuck', quietMs: 61_000 }]);
    nowMs += 240_000;
    expect(await look()).toMatchObject([{ progress: 'lost' }]);
    activity.lastProgressMs = () => nowMs;
    expect(await look()).toMatchObject([{ progress: 'fine', quietMs: 0 }]);
  });
});
