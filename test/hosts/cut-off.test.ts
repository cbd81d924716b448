import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { actions } from '../../src/shared/actions/index.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readPurchase, readSending } from '../../src/shared/ledger/read-purchases.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { expectBooksBalance } from '../faults/invariants.ts';
import { mixedRows } from '../safety/mixed-rows.ts';
import { type Host, whyNoHosts, withHosts } from '../support/hosts.ts';
import { submitRows } from '../support/manifest.ts';
import { openWorkplace, type RunningTcbatch } from '../support/processes.ts';
import { testPrefix, withRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const size = 900;
/** Longer than a job's lock, so that the other host is given the jobs of the one that is cut off. */
const cutOffMs = 10_500;
const apiPort = 9000;

test('two hosts share the limit, and one that is cut off for a while loses nothing and buys nothing twice', async (context) => {
  const reason = await whyNoHosts();
  if (reason !== null) return context.skip(reason);
  await withPlace(async ({ ledger, simulator, hosts, startWorker }) => {
    const { run } = await submitRows(ledger, mixedRows(size));
    const workers = await Promise.all(hosts.map(startWorker));
    const [lost] = hosts;
    await until('both have bought', async () => (await workersSeen(ledger, run)).size === 2);
    await lost?.cutOff();
    const soldBefore = simulator.executed().length;
    // What is tested is what happens meanwhile.
    await delay(cutOffMs);
    expect(simulator.executed().length, 'the other host goes on').toBeGreaterThan(soldBefore);
    await lost?.reconnect();

    await until('all is settled', async () => (await readCounts(ledger, run)).byState.succeeded === size);
    await expectBooksBalance({ ledger, simulator }, run);
    expect(simulator.executed()).toHaveLength(size);
    for (const { name } of actions) expect(mostInAnySecond(simulator.arrivals(name))).toBeLessThanOrEqual(20);
    for (const worker of workers) worker.kill('SIGTERM');
    expect(await Promise.all(workers.map(async ({ ended }) => (await ended).code))).toEqual([0, 0]);
  });
}, 180_000);

interface Place {
  readonly ledger: Ledger;
  readonly simulator: Simulator;
  readonly hosts: readonly Host[];
  readonly startWorker: (host: Host) => Promise<RunningTcbatch>;
}

/** Redis and the provider's door on a hub, and two hosts that reach them by the network alone. */
async function withPlace(body: (place: Place) => Promise<void>): Promise<void> {
  await withHosts(2, ({ hub, hosts, lead }) =>
    withRedis(
      async (redis) => {
        const ledger: Ledger = { redis: redis.connect(), prefix: testPrefix() };
        const simulator = await startSimulator({ latencyMs: { min: 84, max: 156 } });
        const door = await openDoor(join(redis.folder, 'api.sock'), simulator.port);
        await lead(apiPort, door.path);
        const place = await openWorkplace({
          REDIS_URL: `redis://${hub.address}:${redis.port}`,
          TCBATCH_ENDPOINT: `http://${hub.address}:${apiPort}`,
          TCBATCH_PREFIX: ledger.prefix,
          // What was sent before the cut arrives after it: only leases know that it is still out.
          TCBATCH_PACING: 'strict',
          // TCP comes back by and by, each pause twice as long as the one before; no call gives up before it does.
          TCBATCH_REQUEST_TIMEOUT_MS: '60000',
          TENCENTCLOUD_SECRET_ID: simulator.secretId,
          TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
        });
        const startWorker = async ({ launcher, address }: Host) => {
          const environment = { TCBATCH_DATA_DIR: join(place.folder, address) };
          const worker = place.start(['worker'], { launcher, environment });
          await worker.says('stderr', /"msg":"Working"/);
          return worker;
        };
        try {
          await body({ ledger, simulator, hosts, startWorker });
        } finally {
          await place.close();
          door.close();
          await simulator.close();
        }
      },
      {
        settings: { bind: hub.address, 'protected-mode': 'no' },
        program: [...hub.launcher, 'redis-server'],
      },
    ),
  );
}

/** A Unix socket that leads to a port of this machine: it can be reached from every network. */
async function openDoor(path: string, port: number) {
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      socket.on('error', () => {
        client.destroy();
        upstream.destroy();
      });
    }
  });
  server.listen(path);
  await once(server, 'listening');
  return { path, close: () => server.close() };
}

/** Those that have an attempt open at this moment. */
async function workersSeen(ledger: Ledger, run: string): Promise<Set<string>> {
  const records = await Promise.all(
    (await readSending(ledger, run)).map((position) => readPurchase(ledger, run, position)),
  );
  return new Set(records.flatMap((record) => (record?.worker ? [record.worker] : [])));
}

/** The fullest second, wherever it begins. */
function mostInAnySecond(arrivals: readonly number[]): number {
  return Math.max(...arrivals.map((end) => arrivals.filter((at) => at > end - 1000 && at <= end).length));
}
