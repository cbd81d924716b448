import type { RedisClient } from './connect.ts';
import { readServerInfo } from './server-info.ts';

/** Whether Redis may throw away keys when its memory is full, which would lose purchases. */
export interface Eviction {
  readonly kind: 'never' | 'possible' | 'unknown';
  /** One sentence for `doctor`: what to do, if anything. */
  readonly reason: string;
}

/** Reads whether keys may be evicted, by any server of a cluster. */
export async function readEviction(redis: RedisClient): Promise<Eviction> {
  const policies = (await readServerInfo(redis)).map(({ evictionPolicy }) => evictionPolicy);
  const other = policies.find((policy) => policy !== null && policy !== 'noeviction');
  if (other) {
    return {
      kind: 'possible',
      reason: `Redis evicts keys by "${other}" when its memory is full. Set \`maxmemory-policy noeviction\`.`,
    };
  }
  if (policies.includes(null)) {
    return { kind: 'unknown', reason: 'Redis does not tell its eviction policy; it has to be `noeviction`.' };
  }
  return { kind: 'never', reason: 'Redis refuses writes rather than evict keys when its memory is full.' };
}
