import { describe, expect, test, vi } from 'vitest';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { expectBooksBalance } from '../faults/invariants.ts';
import { atPoint } from '../faults/points.ts';
import { kill, purchaseOf, type Rig, untilAtRest, withRig } from '../faults/rig.ts';
import { bought, rowsOf } from '../faults/rows.ts';
import { findNewerServer, type NewerServer } from '../support/newer-server.ts';
import { type TestRedis, withRedis } from '../support/redis.ts';
import { cutFile, endOfIntent, lengthOfFile } from './power-cut.ts';

vi.setConfig({ maxConcurrency: 8 });

type Settings = Readonly<Record<string, string>>;

describe('a worker at its start', () => {
  test.concurrent.each<[string, Settings]>([
    ['synced-always', {}],
    ['none', { appendfsync: 'everysec' }],
    ['none', { appendonly: 'no' }],
  ])('says that what it writes is %s on a Redis 7.0 with %o', async (kind, settings) => {
    await withServer(null, settings, async (rig) => {
      const worker = await rig.startWorker();
      worker.kill('SIGTERM');
      const { stderr } = await worker.ended;
      expect(stderr).toContain(`"durability":"${kind}"`);
      expect(stderr.includes('may lose')).toBe(kind === 'none');
    });
  });

  // Two of the three services are the vendor's own here; all that is queued goes to the third, the simulator.
  const live = (rig: Rig) => ({
    TCBATCH_ENDPOINT: 'https://teo.tencentcloudapi.com',
    TCBATCH_ENDPOINT_DNSPOD: rig.simulator.url,
  });

  test.concurrent('is refused a live account on a Redis that may forget, and sends nothing', () =>
    withServer(null, { appendfsync: 'everysec' }, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePackageOrder', 2));
      const { code, stderr } = await rig.place.run(['worker'], { environment: live(rig) });
      expect(code).toBe(2);
      expect(stderr).toContain('--accept-volatile-redis');
      expect(rig.simulator.stats()).toEqual({});
      expect((await readCounts(rig.ledger, run)).byState).toMatchObject({ queued: 2, sending: 0 });
    }));

  test.concurrent('is let on by --accept-volatile-redis', () =>
    withServer(null, { appendfsync: 'everysec' }, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePackageOrder', 2));
      const worker = rig.place.start(['worker', '--accept-volatile-redis'], { environment: live(rig) });
      await untilAtRest(rig, run);
      worker.kill('SIGTERM');
      expect((await worker.ended).code).toBe(0);
      expect(rig.simulator.executed()).toHaveLength(2);
    }));
});

describe('a power cut', () => {
  test.concurrent('buys twice where intents are not synced: this is what the barrier is for', () =>
    withServer(null, { appendfsync: 'no' }, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePlan', 1));
      const synced = await lengthOfFile(rig.redis);
      await cutPowerAfterSend(rig, () => cutFile(rig.redis, synced));
      await untilAtRest(rig, run);
      expect(rig.simulator.executed()).toHaveLength(2);
      expect((await purchaseOf(rig, run)).attempts).toBe(1);
    }));

  test.concurrent('is not what kill -9 of Redis shows: the page cache keeps what was never synced', () =>
    withServer(null, { appendfsync: 'no' }, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePlan', 1));
      await cutPowerAfterSend(rig, async () => {});
      await expectBoughtOnce(rig, run);
    }));

  test.concurrent('takes no intent from a Redis that syncs every write', () =>
    withServer(null, { appendfsync: 'always' }, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePlan', 1));
      await cutPowerAfterSend(rig, async () => cutFile(rig.redis, await endOfIntent(rig.redis)));
      await expectBoughtOnce(rig, run);
    }));

  test.concurrent('takes no intent that WAITAOF has confirmed', (context) =>
    withNewer(context, 'redis-server', { appendfsync: 'everysec' }, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePlan', 1));
      await cutPowerAfterSend(rig, async () => cutFile(rig.redis, await endOfIntent(rig.redis)));
      await expectBoughtOnce(rig, run);
    }));
});

describe('a worker on a Redis that syncs every second', () => {
  const everySecond = { appendfsync: 'everysec' };

  test.concurrent('buys, and gives no intent up for waiting', (context) =>
    withNewer(context, 'redis-server', everySecond, async (rig) => {
      const run = await rig.submit(bought.flatMap((action) => rowsOf(action, 20)));
      const worker = await rig.startWorker({ isFree: true, concurrency: 32 });
      await untilAtRest(rig, run);
      worker.kill('SIGTERM');
      const { stderr } = await worker.ended;
      expect(stderr).toContain('"durability":"waitaof"');
      expect(stderr).not.toContain('nothing is sent');
      expect(rig.simulator.executed()).toHaveLength(60);
      await expectBooksBalance(rig, run);
    }));

  test.concurrent('sends nothing for as long as no sync comes', (context) =>
    withNewer(context, 'redis-server', everySecond, async (rig) => {
      const run = await rig.submit(rowsOf('CreatePlan', 2));
      await stopSyncs(rig.redis);
      const worker = await rig.startWorker();
      await worker.says('stderr', /Intent not surely on disk, nothing is sent/);
      expect(rig.simulator.executed()).toEqual([]);

      await rig.redis.connect().config('SET', 'no-appendfsync-on-rewrite', 'no');
      await untilAtRest(rig, run);
      expect(rig.simulator.executed()).toHaveLength(2);
      await expectBooksBalance(rig, run);
    }));
});

describe('WAITAOF with appendfsync everysec', () => {
  // Each pair waits for a sync of its own, and syncs come once a second.
  const pairs = 4;

  test.concurrent('is the truth on Redis 8', (context) =>
    withNewer(context, 'redis-server', { appendfsync: 'everysec' }, async ({ redis }) => {
      expect(await waitForSyncs(redis, pairs)).toBeGreaterThan((pairs - 2) * 1000);
    }));

  // Should this fail, a Valkey is here that tells the truth, and `judgeDurability` may believe it from that version on.
  test.concurrent('is no sync on Valkey, and is not believed', (context) =>
    withNewer(context, 'valkey-server', { appendfsync: 'everysec' }, async (rig) => {
      expect(await waitForSyncs(rig.redis, pairs)).toBeLessThan((pairs - 2) * 1000);
      const worker = await rig.startWorker();
      worker.kill('SIGTERM');
      expect((await worker.ended).stderr).toContain('"durability":"none"');
    }));

  test.concurrent('is not needed on a Valkey that syncs every write', (context) =>
    withNewer(context, 'valkey-server', {}, async (rig) => {
      const run = await rig.submit(bought.flatMap((action) => rowsOf(action, 2)));
      const worker = await rig.startWorker();
      await untilAtRest(rig, run);
      worker.kill('SIGTERM');
      expect((await worker.ended).stderr).toContain('"durability":"synced-always"');
      expect(rig.simulator.executed()).toHaveLength(6);
    }));
});

/** Ends worker and Redis at once, with a call just sent; what `lose` takes from the disk is gone when they come back. */
async function cutPowerAfterSend(rig: Rig, lose: () => Promise<void>): Promise<void> {
  const cut = atPoint(rig, { point: 'after the send', action: 'CreatePlan' }, async (link) => {
    link.hold('answer');
    await Promise.all([rig.redis.kill(), kill(worker)]);
    await lose();
    link.reset();
  });
  const worker = await rig.startWorker();
  await cut;
  await rig.redis.restart();
  await rig.startWorker({ isFree: true });
}

async function expectBoughtOnce(rig: Rig, run: string): Promise<void> {
  await untilAtRest(rig, run);
  expect(rig.simulator.executed()).toHaveLength(1);
  expect(await purchaseOf(rig, run)).toMatchObject({ state: 'succeeded', settledBy: 'reconcile' });
  await expectBooksBalance(rig, run);
}

/** Begins a rewrite of the append-only file that takes half a minute and, by this setting, rests all syncs meanwhile. */
async function stopSyncs(redis: TestRedis): Promise<void> {
  const client = redis.connect();
  await client.config('SET', 'no-appendfsync-on-rewrite', 'yes');
  await client.config('SET', 'rdb-key-save-delay', 1_000_000);
  await client.bgrewriteaof();
}

/** How many milliseconds so many writes took, each confirmed before the next. */
async function waitForSyncs(redis: TestRedis, count: number): Promise<number> {
  const client = redis.connect();
  await client.ping();
  const startedAt = performance.now();
  for (let i = 0; i < count; i += 1) {
    await client.set('written', i);
    expect(await client.call('WAITAOF', 1, 0, 10_000)).toEqual([1, 0]);
  }
  return performance.now() - startedAt;
}

function withServer(
  program: readonly string[] | null,
  settings: Settings,
  body: (rig: Rig) => Promise<void>,
): Promise<void> {
  return withRedis((redis) => withRig(redis, {}, body), { settings, ...(program && { program }) });
}

interface Skippable {
  readonly skip: (note?: string) => never;
}

/** Lends a newer server; where there is none the test is skipped, and says why. */
async function withNewer(
  context: Skippable,
  name: NewerServer,
  settings: Settings,
  body: (rig: Rig) => Promise<void>,
): Promise<void> {
  const found = await findNewerServer(name);
  if (found.kind === 'missing') return context.skip(found.reason);
  await withServer(found.program, settings, body);
}
