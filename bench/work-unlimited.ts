import type { Queue } from 'bullmq';
import { readCounts } from '../src/shared/ledger/read-counts.ts';
import type { Api } from './api.ts';
import { bareDefaults } from './bare-worker-options.ts';
import type { Place } from './place.ts';
import type { Running } from './running.ts';
import { until } from './until.ts';

/** Starts a worker of tcbatch whose rate is lifted. */
export function workTcbatch(place: Place, api: Api, inHand: number): Running {
  const environment = {
    TCBATCH_ENDPOINT: api.url,
    TCBATCH_TEST_RATE_UNLIMITED: '1',
    TCBATCH_RATE: '100000',
  };
  return place.tcbatch(['worker', '--action', 'CreatePackageOrder', '--concurrency', String(inHand)], {
    environment,
  });
}

/** Starts a bare worker without a limiter. */
export function workBare(
  place: Place,
  { url }: Api,
  { inHand, writesIntents = false }: { readonly inHand: number; readonly writesIntents?: boolean },
): Running {
  return place.program('bare-worker', [
    JSON.stringify({ ...bareDefaults, concurrency: inHand, url, writesIntents }),
  ]);
}

/** A way to ask how many purchases of a run are bought. */
export function boughtCounter(place: Place, run: string): () => Promise<number> {
  const ledger = { redis: place.redis.connect(), prefix: 'tcbatch' };
  return async () => (await readCounts(ledger, run)).byState.succeeded;
}

/** Resolves when every purchase of a run has its outcome. */
export async function untilRunDone(place: Place, run: string): Promise<void> {
  const ledger = { redis: place.redis.connect(), prefix: 'tcbatch' };
  await until(async () => {
    const { byState } = await readCounts(ledger, run);
    return byState.queued + byState.sending === 0;
  });
}

/** Resolves when so many jobs of the bare queue are done. */
export async function untilBareDone(queue: Queue, jobs: number): Promise<void> {
  await until(async () => (await queue.getCompletedCount()) >= jobs);
}
