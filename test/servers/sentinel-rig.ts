import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { openWorkplace, type RunningTcbatch, type Workplace } from '../support/processes.ts';
import { type TestRedis, testPrefix } from '../support/redis.ts';
import { type TestSentinel, withSentinel } from '../support/redis-sentinel.ts';
import { until } from '../support/until.ts';

/** Workers, a provider, and a ledger on a primary that may fail over to its replica. */
export interface SentinelRig {
  readonly sentinel: TestSentinel;
  /** On whichever server is the primary. */
  readonly ledger: Ledger;
  readonly simulator: Simulator;
  readonly place: Workplace;
  readonly startWorker: () => Promise<RunningTcbatch>;
}

/** Calls take their time, so that a dozen are out at any moment. */
const latencyMs = { min: 500, max: 700 };

/** Lends a rig to `body`; before it is sent, an intent waits for so many replicas. */
export function withSentinelRig(
  { waitReplicas }: { readonly waitReplicas: number },
  body: (rig: SentinelRig) => Promise<void>,
): Promise<void> {
  return withSentinel(async (sentinel) => {
    const ledger: Ledger = { redis: sentinel.connect(), prefix: testPrefix() };
    const simulator = await startSimulator({ latencyMs });
    const place = await openWorkplace({
      REDIS_URL: sentinel.url,
      TCBATCH_ENDPOINT: simulator.url,
      TCBATCH_PREFIX: ledger.prefix,
      TCBATCH_WAIT_REPLICAS: String(waitReplicas),
      // An attempt's deadline is then 5 s after its intent.
      TCBATCH_REQUEST_TIMEOUT_MS: '2000',
      TENCENTCLOUD_SECRET_ID: simulator.secretId,
      TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
    });
    const startWorker = async () => {
      const worker = place.start(['worker']);
      await worker.says('stderr', /"msg":"Working"/);
      return worker;
    };
    try {
      await body({ sentinel, ledger, simulator, place, startWorker });
    } finally {
      await place.close();
      await simulator.close();
    }
  });
}

/** The ledger as one server has it, whichever the primary is. */
export function ledgerOn({ ledger }: SentinelRig, server: TestRedis): Ledger {
  return { redis: server.connect(), prefix: ledger.prefix };
}

/** Has the replica hear nothing more from its primary, and leaves it a replica that may be promoted. */
export async function cutReplica({ sentinel }: SentinelRig): Promise<void> {
  // A port at which nobody listens.
  await sentinel.servers[1].connect().replicaof('127.0.0.1', 1);
}

/** Kills the primary, and resolves once the sentinels agree on the replica and it takes writes. */
export async function failOver({ sentinel }: SentinelRig): Promise<void> {
  const [primary, replica] = sentinel.servers;
  await primary.kill();
  await until('the replica is promoted', async () => (await sentinel.primaryPort()) === replica.port);
  const client = replica.connect();
  await until('it takes writes', async () => /^role:master/m.test(await client.info('replication')));
}

/** How many purchases of a run succeeded, as one server has it. */
export async function succeededOn(ledger: Ledger, run: string): Promise<number> {
  return (await readCounts(ledger, run)).byState.succeeded;
}

/** Whether every call that was sent has its answer, and the answer is in the ledger of that server. */
export async function isAllSettled(
  { simulator }: SentinelRig,
  ledger: Ledger,
  run: string,
): Promise<boolean> {
  const sold = simulator.executed().length;
  return simulator.arrivals('CreatePlan').length === sold && (await succeededOn(ledger, run)) === sold;
}
