import type { LedgerState } from '../../shared/ledger/probe-ledger.ts';
import type { LineProgress } from './progress-watch.ts';

/** How a worker is, for whoever decides whether to restart it or to wait for it. */
export interface Health {
  /** It gets on with what there is to do, or would if there was something. */
  readonly isReady: boolean;
  /** False where only another start may help. */
  readonly isAlive: boolean;
  readonly redis: LedgerState;
  /** The lines on which it does not get on. */
  readonly stuck: readonly LineProgress[];
}

export interface HealthSources {
  readonly probe: () => Promise<LedgerState>;
  readonly lookAtProgress: () => Promise<readonly LineProgress[]>;
}

/**
 * Looks how a worker is. While Redis is away or full it is not ready, and alive: another start would not help, and
 * would lose an answer that it keeps in memory.
 */
export async function readHealth({ probe, lookAtProgress }: HealthSources): Promise<Health> {
  const redis = await probe();
  if (redis === 'away') return { isReady: false, isAlive: true, redis, stuck: [] };
  const stuck = (await lookAtProgress()).filter(({ progress }) => progress !== 'fine');
  const isWritable = redis === 'writable';
  return {
    isReady: isWritable && stuck.length === 0,
    isAlive: !(isWritable && stuck.some(({ progress }) => progress === 'lost')),
    redis,
    stuck,
  };
}
