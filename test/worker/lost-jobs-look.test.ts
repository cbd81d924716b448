import type { Queue } from 'bullmq';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { lineName } from '../../src/shared/line.ts';
import { purchaseId } from '../../src/shared/purchase.ts';
import { openQueue } from '../../src/shared/queues.ts';
import { createLostJobsLook } from '../../src/worker/watch/lost-jobs-look.ts';
import { open, testLedger } from '../support/ledger.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { plans } from './shop.ts';

const line = { action: 'CreatePlan', account: 'default' };

let redis: TestRedis;
let ledger: Ledger;
let queue: Queue;
let nowMs: number;
let warnings: Record<string, unknown>[];
beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(() => {
  ledger = testLedger(redis);
  queue = openQueue(ledger.redis, ledger.prefix, line);
  nowMs = 0;
  warnings = [];
});
afterEach(() => queue.close());
afterAll(() => redis.stop());

/** Looks at these runs, as often as told each time. */
function lookAtAll(runs: readonly string[]) {
  const log = pino({ level: 'warn' }, { write: (text) => warnings.push(JSON.parse(text)) });
  const look = createLostJobsLook(ledger, new Map([[lineName(line), queue]]), { log, nowMs: () => nowMs });
  return async (times: number) => {
    for (let n = 0; n < times; n += 1) {
      await look(await Promise.all(runs.map(async (run) => ({ run, ...(await readCounts(ledger, run)) }))));
    }
  };
}

async function submit(count: number): Promise<string> {
  return (await submitRows(ledger, plans(count))).run;
}

async function lose(run: string, row: number): Promise<void> {
  await queue.remove(purchaseId(run, { row, index: 1 }));
}

describe('a look for lost jobs', () => {
  test('gives back what is missing from a queue with other jobs, once it is sure', async () => {
    const [run, other] = [await submit(3), await submit(2)];
    await open(ledger, other, 1);
    const look = lookAtAll([run, other]);
    await lose(run, 2);
    await look(2);
    expect(await queue.count()).toBe(4);
    await look(1);
    expect(await queue.count()).toBe(5);
    expect(warnings).toMatchObject([{ action: 'CreatePlan', missing: 1 }]);
    await look(5);
    expect(warnings).toHaveLength(1);
  });

  test('leaves a queue alone in which others are at work', async () => {
    const run = await submit(5);
    const look = lookAtAll([run]);
    for (const row of [1, 2, 3]) {
      await lose(run, row);
      await look(2);
    }
    expect(await queue.count()).toBe(2);
    expect(warnings).toEqual([]);
  });

  test('gives back at most once a minute', async () => {
    const run = await submit(3);
    const look = lookAtAll([run]);
    await lose(run, 1);
    await look(3);
    await lose(run, 2);
    nowMs = 59_000;
    await look(5);
    expect(await queue.count()).toBe(2);
    nowMs = 60_000;
    await look(1);
    expect(await queue.count()).toBe(3);
  });

  test('gives an empty queue everything at once, of every run', async () => {
    const runs = [await submit(3), await submit(2)];
    await queue.drain();
    await lookAtAll(runs)(1);
    expect(await queue.count()).toBe(5);
  });
});
