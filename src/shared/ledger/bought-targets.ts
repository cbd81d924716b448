import { createHash } from 'node:crypto';
import { registryKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/** Something that may be bought for one target only, such as a domain's plan. */
export interface Target {
  readonly action: string;
  readonly target: string;
}

/**
 * Remembers, over all runs, in which run a target was last bought. It informs a person who plans; whether a call may
 * be sent is decided by the purchase's own record alone.
 */
export async function noteBought(ledger: Ledger, bought: Target, run: string): Promise<void> {
  const { bucket, field } = placeOf(ledger, bought);
  await ledger.redis.hset(bucket, field, run);
}

/** In which run each of the targets was last bought; null where none was. */
export function findBought(ledger: Ledger, targets: readonly Target[]): Promise<(string | null)[]> {
  return Promise.all(
    targets.map((target) => {
      const { bucket, field } = placeOf(ledger, target);
      return ledger.redis.hget(bucket, field);
    }),
  );
}

/** Many small hashes with short fields, which Redis stores in a third of what one large hash takes. */
function placeOf(ledger: Ledger, { action, target }: Target) {
  const digest = createHash('sha256').update(`${action}/${target}`).digest('base64url');
  return {
    bucket: `${registryKeys(ledger.prefix).bought}:${digest.slice(0, 2)}`,
    field: digest.slice(2, 12),
  };
}
