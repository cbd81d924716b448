import type { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { holdLine, releaseLine } from '../../src/shared/ledger/line-hold.ts';
import { defaultAccount } from '../../src/shared/line.ts';
import { purchaseId } from '../../src/shared/purchase.ts';
import { openQueue, queuePrefix } from '../../src/shared/queues.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import type { Link } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { expectBooksBalance } from './invariants.ts';
import { atPoint } from './points.ts';
import { purchaseOf, type Rig, untilAtRest, withRig } from './rig.ts';
import { type BoughtAction, bought, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 6 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

for (const action of bought) {
  test.concurrent(`queue | the same job delivered twice at once | ${action}`, () =>
    withQueue(action, async (rig, queue) => {
      const run = await rig.submit(rowsOf(action, 1));
      const line = { action, account: defaultAccount };
      // While the line is held, both wait side by side: each has read that the purchase may be sent.
      await holdLine(rig.ledger, line, { code: 'Person', reason: 'Both shall have it.' });
      await Promise.all([rig.startWorker({ isFree: true }), rig.startWorker({ isFree: true })]);
      const isInHand = async () =>
        (await queue.getActiveCount()) === 1 && (await queue.getWaitingCount()) === 0;
      await until('one has it', isInHand);
      await deliverAgain(rig, queue, run);
      await until('the other has it too', isInHand);
      // The first call is still on its way when the second would be.
      rig.simulator.setFaults([{ action, fault: { kind: 'latency', ms: 800 } }]);
      await releaseLine(rig.ledger, line);
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.stats()[action]?.calls).toBe(1);
    }));

  test.concurrent(`queue | delivered again while the call is in flight | ${action}`, () =>
    withQueue(action, async (rig, queue) => {
      const run = await rig.submit(rowsOf(action, 1));
      const inFlight = atPoint(rig, { point: 'after the send', action }, async (link) => {
        await holdAnswer(link, async () => {
          await deliverAgain(rig, queue, run);
          await rig.startWorker({ isFree: true });
          await until('the other worker has put it off', async () => (await queue.getDelayedCount()) === 1);
        });
      });
      await rig.startWorker({ environment: { TCBATCH_REQUEST_TIMEOUT_MS: '20000' } });
      await inFlight;
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(1);
      expect(rig.simulator.stats()[action]?.calls).toBe(1);
      expect((await purchaseOf(rig, run)).settledBy).toBe('answer');
    }));

  test.concurrent(`queue | lock lost while the call is in flight | ${action}`, () =>
    withQueue(action, async (rig, queue) => {
      const run = await rig.submit(rowsOf(action, 1));
      // A stopped process is an event loop that is blocked: no lock is renewed, no answer read, no timer runs.
      const wentOn = atPoint(rig, { point: 'after the send', action }, async () => {
        worker.kill('SIGSTOP');
        await rig.startWorker({ isFree: true });
        await until('the other worker has put it off', async () => (await queue.getDelayedCount()) === 1);
        worker.kill('SIGCONT');
      });
      const worker = await rig.startWorker({ environment: { TCBATCH_REQUEST_TIMEOUT_MS: '30000' } });
      await wentOn;
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(1);
      expect(rig.simulator.stats()[action]?.calls).toBe(1);
      expect((await purchaseOf(rig, run)).settledBy).toBe('answer');
    }));

  test.concurrent(`queue | job retried by hand | ${action}`, () =>
    withQueue(action, async (rig, queue) => {
      const run = await rig.submit(rowsOf(action, 3));
      const refusal = { kind: 'code', code: 'InvalidParameter' } as const;
      const loss = { kind: 'html', status: 502 } as const;
      rig.simulator.setFaults([
        { action, match: { times: 1 }, fault: refusal },
        { action, match: { times: 1 }, fault: loss },
      ]);
      await rig.startWorker();
      await untilAtRest(rig, run);
      const before = rig.simulator.stats()[action]?.calls;
      for (const row of [1, 2, 3]) await queue.add('buy', {}, { jobId: purchaseId(run, { row, index: 1 }) });
      await until('every job is gone', async () => (await jobsOf(queue)) === 0);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.stats()[action]?.calls).toBe(before);
    }));

  test.concurrent(`queue | emptied by hand | ${action}`, () =>
    withQueue(action, async (rig, queue) => {
      const run = await rig.submit(rowsOf(action, 12));
      const emptied = atPoint(rig, { point: 'after the send', action }, async (link) => {
        await holdAnswer(link, () => queue.obliterate({ force: true }));
      });
      await rig.startWorker({ concurrency: 4 });
      await emptied;
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(12);
    }));
}

function withQueue(action: BoughtAction, body: (rig: Rig, queue: Queue) => Promise<void>): Promise<void> {
  return withRig(redis, {}, async (rig) => {
    const queue = openQueue(rig.ledger.redis, rig.ledger.prefix, { action, account: defaultAccount });
    try {
      await body(rig, queue);
    } finally {
      await queue.close();
    }
  });
}

/** Puts the first purchase's job among those that wait, although a worker has it in hand. */
async function deliverAgain({ ledger }: Rig, queue: Queue, run: string): Promise<void> {
  const id = purchaseId(run, { row: 1, index: 1 });
  const base = `${queuePrefix(ledger.prefix, { action: queue.name, account: defaultAccount })}:${queue.name}`;
  expect(await ledger.redis.lrem(`${base}:active`, 0, id)).toBe(1);
  await ledger.redis.lpush(`${base}:wait`, id);
  // Workers that wait for a job are woken by this marker.
  await ledger.redis.zadd(`${base}:marker`, 0, '0');
}

async function holdAnswer(link: Link, meanwhile: () => Promise<unknown>): Promise<void> {
  link.hold('answer');
  await meanwhile();
  link.release('answer');
}

async function jobsOf(queue: Queue): Promise<number> {
  const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'prioritized');
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
