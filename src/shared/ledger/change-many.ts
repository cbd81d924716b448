import type { Position } from '../purchase.ts';
import { fieldOf, groupByBucket, positionOf } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { loadTransition, transitionKeys } from './transition.ts';

const cancelScript = loadTransition('cancel.lua');
const requeueScript = loadTransition('requeue.lua');

/** Cancels those of the purchases that are queued. Returns how many. */
export async function cancelQueued(
  ledger: Ledger,
  run: string,
  positions: readonly Position[],
): Promise<number> {
  let cancelled = 0;
  for (const batch of groupByBucket(positions, ({ row }) => row)) {
    const keys = transitionKeys(ledger, run, batch[0]?.row ?? 1);
    cancelled += Number(await cancelScript(ledger.redis, keys, batch.map(fieldOf)));
  }
  return cancelled;
}

/** Queues those of the purchases that failed again. Returns the positions that were. */
export async function requeueFailed(
  ledger: Ledger,
  run: string,
  positions: readonly Position[],
  { evenIfUnpaid = false } = {},
): Promise<Position[]> {
  const queued: Position[] = [];
  for (const batch of groupByBucket(positions, ({ row }) => row)) {
    const keys = transitionKeys(ledger, run, batch[0]?.row ?? 1);
    const fields = await requeueScript(ledger.redis, keys, [evenIfUnpaid ? 1 : 0, ...batch.map(fieldOf)]);
    queued.push(...(fields as string[]).map(positionOf));
  }
  return queued;
}
