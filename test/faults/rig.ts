import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readPurchase, readPurchases } from '../../src/shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../src/shared/ledger/record.ts';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { submitRows } from '../support/manifest.ts';
import { type Ended, openWorkplace, type RunningTcbatch, type Workplace } from '../support/processes.ts';
import { type TestRedis, testPrefix } from '../support/redis.ts';
import { type LinkTrap, startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';

/** A ledger, a provider, and what lies between them and the processes of one test. */
export interface Rig {
  readonly redis: TestRedis;
  readonly ledger: Ledger;
  /** Of this test alone: the oracle of what was bought. */
  readonly simulator: Simulator;
  /** Between the processes of this test and Redis. */
  readonly redisProxy: TcpProxy;
  /** Between the processes of this test and the simulator. */
  readonly apiProxy: TcpProxy;
  readonly place: Workplace;
  readonly submit: (rows: readonly Record<string, unknown>[]) => Promise<string>;
  /** Starts a worker and waits until it works; `isFree` leads it past the proxies. */
  readonly startWorker: (options?: WorkerStart) => Promise<RunningTcbatch>;
  readonly run: (...values: readonly string[]) => Promise<Ended>;
}

export interface WorkerStart {
  readonly isFree?: boolean;
  readonly concurrency?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** From send to answer; with it an attempt's deadline is 4.5 s after its intent. */
const requestTimeoutMs = 1500;

/** Lends a rig to `body`, and takes it down whatever happens. */
export async function withRig(
  redis: TestRedis,
  options: SimulatorOptions,
  body: (rig: Rig) => Promise<void>,
): Promise<void> {
  const ledger: Ledger = { redis: redis.connect(), prefix: testPrefix() };
  const simulator = await startSimulator(options);
  const [redisProxy, apiProxy] = await Promise.all([
    startTcpProxy(redis.port),
    startTcpProxy(simulator.port),
  ]);
  const past = { REDIS_URL: redis.url, TCBATCH_ENDPOINT: simulator.url };
  const place = await openWorkplace({
    REDIS_URL: `redis://127.0.0.1:${redisProxy.port}`,
    TCBATCH_ENDPOINT: `http://127.0.0.1:${apiProxy.port}`,
    TCBATCH_PREFIX: ledger.prefix,
    TCBATCH_REQUEST_TIMEOUT_MS: String(requestTimeoutMs),
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
  });
  const rig: Rig = {
    redis,
    ledger,
    simulator,
    redisProxy,
    apiProxy,
    place,
    // Nothing is looked at first, so that the first bytes that pass are those of the call.
    submit: async (rows) => (await submitRows(ledger, rows, { precheck: false })).run,
    startWorker: async ({ isFree = false, concurrency = 1, environment = {} } = {}) => {
      const worker = place.start(['worker', '--concurrency', String(concurrency)], {
        environment: { ...(isFree ? past : {}), ...environment },
      });
      await worker.says('stderr', /"msg":"Working"/);
      return worker;
    },
    run: (...values) => place.run(values, { environment: past }),
  };
  try {
    await body(rig);
  } finally {
    await place.close();
    await Promise.all([redisProxy.close(), apiProxy.close()]);
    await simulator.close();
  }
}

/** Ends a process as a crash would. */
export async function kill(worker: RunningTcbatch): Promise<void> {
  worker.kill('SIGKILL');
  await worker.ended;
}

/** Starts a worker, and kills it at the moment that `trap` waits for; what was on its way then never arrives. */
export async function killWorker(rig: Rig, trap: (act: LinkTrap['act']) => Promise<void>): Promise<void> {
  const died = trap(async (link) => {
    link.hold('answer');
    await kill(worker);
    link.reset();
  });
  const worker = await rig.startWorker();
  await died;
}

/** Reads one purchase of a test's run; throws when there is none. */
export async function purchaseOf({ ledger }: Rig, run: string, row = 1): Promise<PurchaseRecord> {
  const purchase = await readPurchase(ledger, run, { row, index: 1 });
  if (!purchase) throw new Error(`Cannot read purchase as run ${run} has no such row: got ${row}`);
  return purchase;
}

/**
 * Resolves when the run has come to rest by itself: nothing is queued or being sent, and what is in doubt has been
 * looked up in vain. A doubt that the ledger settles by itself, sooner or later, is no rest.
 */
export function untilAtRest({ ledger }: Pick<Rig, 'ledger'>, run: string): Promise<void> {
  return until(`run ${run} is at rest`, async () => {
    const { byState } = await readCounts(ledger, run);
    if (byState.queued + byState.sending > 0) return false;
    if (byState['in-doubt'] === 0) return true;
    for await (const purchase of readPurchases(ledger, run)) if (isMoving(purchase)) return false;
    return true;
  });
}

/** Somebody is impatient, and asks for looks beside those of the workers until what is awaited has come. */
export async function lookUntil(
  rig: Rig,
  run: string,
  awaited: Promise<void>,
  ...options: readonly string[]
) {
  let isOver = false;
  const over = awaited.then(() => {
    isOver = true;
  });
  while (!isOver) await Promise.race([over, rig.run('reconcile', run, ...options)]);
}

function isMoving({ state, action, errorMessage }: PurchaseRecord): boolean {
  // Between the reading of the counts and of the purchases one may have moved on.
  if (state === 'queued' || state === 'sending') return true;
  if (state !== 'in-doubt') return false;
  return (action !== 'CreatePlan' && action !== 'RenewPlan') || !(errorMessage ?? '').startsWith('Looked:');
}
