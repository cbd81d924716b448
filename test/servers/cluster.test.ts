import { expect, test } from 'vitest';
import { runKeys } from '../../src/shared/ledger/keys.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { queuePrefix } from '../../src/shared/queues.ts';
import { connectToQueue } from '../../src/worker/queue-connection.ts';
import { expectBooksBalance } from '../faults/invariants.ts';
import { startTestCluster, type TestCluster } from '../support/redis-cluster.ts';
import { until } from '../support/until.ts';
import type { ServerUnderTest } from './place.ts';
import { submit, withShop } from './shop.ts';
import { describeServer } from './suite.ts';

interface ClusterUnderTest extends ServerUnderTest {
  readonly cluster: TestCluster;
}

async function startCluster(): Promise<ClusterUnderTest> {
  const cluster = await startTestCluster();
  return { cluster, environment: { REDIS_URL: cluster.url }, stop: cluster.stop };
}

describeServer('a Redis Cluster of three', startCluster, (place) => {
  test('loses and doubles nothing when the nodes of the run and of a queue die and come back in mid-run', async () => {
    const ledger = await place().newLedger();
    const { cluster } = place().server;
    await withShop(place(), ledger.prefix, async (shop) => {
      const { simulator, workplace } = shop;
      const run = await submit(shop, 120);
      const workers = [workplace.start(['worker']), workplace.start(['worker'])];
      const nodes = [
        await cluster.nodeOf(runKeys(ledger.prefix, run).run),
        await cluster.nodeOf(queuePrefix(ledger.prefix, { action: 'CreatePlan', account: 'default' })),
      ];
      for (const [i, node] of nodes.entries()) {
        await until('some more are bought', () => simulator.executed().length >= 15 + 45 * i);
        await node.kill();
        await cluster.untilState('fail');
        await node.restart();
        await cluster.untilState('ok');
      }
      await until('nothing is under way', async () => {
        const { byState } = await readCounts(ledger, run);
        return byState.queued + byState.sending === 0;
      });
      for (const worker of workers) worker.kill('SIGTERM');
      const ended = await Promise.all(workers.map((worker) => worker.ended));
      expect(ended.map(({ code }) => code)).toEqual([0, 0]);
      expect((await readCounts(ledger, run)).byState).toMatchObject({ succeeded: 120 });
      await expectBooksBalance({ ledger, simulator }, run);
    });
  });

  test('works a queue on, though its slot moves to another node', async () => {
    const { redis, prefix } = await place().newLedger();
    const key = `{${prefix}}:marker`;
    const { redis: own, close } = connectToQueue(redis, `{${prefix}}`);
    expect(await own.zadd(key, 1, 'first')).toBe(1);
    expect(await own.bzpopmin(key, 1)).toEqual([key, 'first', '1']);
    await place().server.cluster.moveSlot(key);
    expect(await own.zadd(key, 2, 'second')).toBe(1);
    expect(await own.bzpopmin(key, 1)).toEqual([key, 'second', '2']);
    await close();
  });
});
