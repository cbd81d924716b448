import { expect } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { openWorkplace, type Workplace } from './processes.ts';
import { testPrefix } from './redis.ts';

/** A simulator, and a folder whose processes buy from it. */
export interface Shop {
  readonly simulator: Simulator;
  readonly workplace: Workplace;
  /** Of every key that they write. */
  readonly prefix: string;
}

export interface ShopOptions extends SimulatorOptions {
  /** What else its processes are given, or instead of what they would be. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Lends a shop of one test's own, under a prefix of its own, and closes it whatever happens. */
export async function withShop(
  { url }: { readonly url: string },
  { environment, ...options }: ShopOptions,
  body: (shop: Shop) => Promise<void>,
): Promise<void> {
  const prefix = testPrefix();
  const simulator = await startSimulator(options);
  const workplace = await openWorkplace({
    REDIS_URL: url,
    TCBATCH_PREFIX: prefix,
    TCBATCH_ENDPOINT: simulator.url,
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
    ...environment,
  });
  try {
    await body({ simulator, workplace, prefix });
  } finally {
    await workplace.close();
    await simulator.close();
  }
}

/** Lets a worker buy a run, and drains it. */
export async function work(workplace: Workplace, run: string): Promise<void> {
  const worker = workplace.start(['worker']);
  await workplace.run(['status', run, '--watch']);
  worker.kill('SIGTERM');
  expect((await worker.ended).code).toBe(0);
}
