import { expect, test } from 'vitest';
import { runKeys } from '../../src/shared/ledger/keys.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { queuePrefix } from '../../src/shared/queues.ts';
import { closeRedis, connectRedis } from '../../src/shared/redis/connect.ts';
import { readDurability } from '../../src/shared/redis/durability.ts';
import { connectToQueue } from '../../src/shared/redis/queue-connection.ts';
import { writeDurably } from '../../src/shared/redis/write-durably.ts';
import { expectBooksBalance } from '../faults/invariants.ts';
import { findNewerServer } from '../support/newer-server.ts';
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

  test('is found whole from one address, and told by doctor as what it is', async () => {
    const { nodes } = place().server.cluster;
    await withShop(place(), 'doctor', async ({ workplace }) => {
      const environment = { REDIS_URL: nodes[0]?.url ?? '' };
      const { stdout } = await workplace.run(['doctor'], { environment });
      expect(stdout).toMatch(/fine +redis +A cluster of 3 primaries \(Redis [\d.]+\) answers at 127/);
    });
  });

  test('promises no more than its weakest node, and names it', async () => {
    const redis = await place().connect();
    const [, weak] = place().server.cluster.nodes;
    await weak?.connect().config('SET', 'appendonly', 'no');
    const { kind, reason } = await readDurability(redis);
    await weak?.connect().config('SET', 'appendonly', 'yes');
    expect(kind).toBe('none');
    expect(reason).toContain(`Of 3 servers, 127.0.0.1:${weak?.port}: The append-only file is off`);
  });
});

test('A Redis Cluster that syncs every second is asked for its sync on every node that was written to', async (context) => {
  const found = await findNewerServer('redis-server');
  if (found.kind === 'missing') return context.skip(found.reason);
  const settings = { appendfsync: 'everysec' };
  const cluster = await startTestCluster({ program: found.program, settings });
  const redis = await connectRedis(cluster.url, { role: 'worker' });
  try {
    const durability = await readDurability(redis);
    expect(durability.kind).toBe('waitaof');
    const keys = Array.from({ length: 30 }, (_, i) => `key-${i}`);
    const write = () => Promise.all(keys.map((key) => redis.set(key, 'value')));
    await writeDurably(redis, write, { durability, replicas: 0, timeoutMs: 10_000 });
    const asked = await Promise.all(cluster.nodes.map((node) => node.connect().info('commandstats')));
    for (const stats of asked) expect(stats).toContain('cmdstat_waitaof:calls=1');
  } finally {
    await closeRedis(redis);
    await cluster.stop();
  }
});
