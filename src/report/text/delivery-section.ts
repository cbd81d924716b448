import type { RunStatus } from '../../shared/run.ts';
import type { Colors } from './colors.ts';
import { inPurchases } from './words.ts';

/** How many purchases wait to be delivered, and what is done about it; empty where none does. */
export function deliverySection({ run, pendingDeliveries }: RunStatus, colors: Colors): string {
  if (pendingDeliveries === 0) return '';
  return [
    `${colors.yellow(`Not delivered yet: ${inPurchases(pendingDeliveries)}`)}, bought; every worker that runs goes on looking\n`,
    `  Have them looked up now: ${colors.cyan(`tcbatch reconcile ${run}`)}\n`,
  ].join('');
}
