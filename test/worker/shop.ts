import { isDeepStrictEqual } from 'node:util';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readPurchases } from '../../src/shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../src/shared/ledger/record.ts';
import { purchaseStates } from '../../src/shared/outcome.ts';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { RunningWorker } from '../../src/worker/start-worker.ts';
import { collect } from '../support/collect.ts';
import { testLedger } from '../support/ledger.ts';
import type { TestRedis } from '../support/redis.ts';
import { startTestWorker } from '../support/worker.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A ledger, a simulator, and workers that buy from it. */
export interface Shop {
  readonly ledger: Ledger;
  readonly simulator: Simulator;
  readonly startWorker: () => Promise<RunningWorker>;
}

export interface ShopOptions extends SimulatorOptions {
  readonly environment?: Readonly<Record<string, string>>;
}

/** Lends a shop to `body`, closes its workers and checks the books afterwards: nothing was bought twice. */
export async function withShop(
  redis: TestRedis,
  { environment = {}, ...options }: ShopOptions,
  body: (shop: Shop) => Promise<void>,
): Promise<void> {
  const ledger = testLedger(redis);
  const simulator = await startSimulator(options);
  const workers: RunningWorker[] = [];
  try {
    await body({
      ledger,
      simulator,
      startWorker: async () => {
        const worker = await startTestWorker(ledger, simulator, environment);
        workers.push(worker);
        return worker;
      },
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
    await simulator.close();
  }
}

/** All purchases of a run; throws unless its counts equal them. */
export async function purchasesOf(ledger: Ledger, run: string): Promise<PurchaseRecord[]> {
  const before = await readCounts(ledger, run);
  const records = await collect(readPurchases(ledger, run));
  const { byState } = await readCounts(ledger, run);
  // Something was settled meanwhile: neither count need equal what was read.
  if (!isDeepStrictEqual(byState, before.byState)) return purchasesOf(ledger, run);
  for (const state of purchaseStates) {
    const rows = records.filter((record) => record.state === state).length;
    if (byState[state] !== rows)
      throw new Error(`Cannot balance the books: ${byState[state]} ${state}, ${rows} rows`);
  }
  return records;
}

/** Resolves when something that another process or a clock brings about is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

export function plans(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    Action: 'CreatePlan',
    PlanType: 'basic',
    '#Number': String(i),
  }));
}

export function packages(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    Action: 'CreatePackageOrder',
    Domain: `shop-${i}.example`,
    Grade: 'DPG_PROFESSIONAL',
  }));
}

export function instances(count: number): Row[] {
  return Array.from({ length: count }, () => ({
    Action: 'CreateInstance',
    ProductCode: 'p_cloudfirewall',
    SubProductCode: 'sp_cloudfirewall_svv1',
    RegionCode: 'ap-guangzhou',
    ZoneCode: 'ap-guangzhou-6',
    PayMode: 'PrePay',
    Parameter: { pid: 1002147, timeSpan: 1, timeUnit: 'm' },
  }));
}
