import type { WorkerOptions } from 'bullmq';

/** How a bare worker is to be; it is given this as JSON. */
export interface BareWorkerOptions {
  readonly url: string;
  readonly service: string;
  readonly action: string;
  readonly version: string;
  readonly limiter: 'none' | 'bullmq' | 'rate-limiter-flexible';
  readonly concurrency: number;
  /** Whether it writes each call down before it is sent, and waits until that is synced. */
  readonly writesIntents?: boolean;
  /** What it is told of BullMQ besides. */
  readonly bullmq?: Pick<Partial<WorkerOptions>, 'lockDuration' | 'stalledInterval' | 'maxStalledCount'>;
}

/** Buys DNS plans, as fast as it can. */
export const bareDefaults = {
  service: 'dnspod',
  action: 'CreatePackageOrder',
  version: '2021-03-23',
  limiter: 'none',
  concurrency: 32,
} as const;
