import { askedOnce } from '../asked-once.ts';
import { runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/** The run's field that says `off` where whoever submitted it wants nothing looked at before it is bought. */
export const precheckField = 'precheck';

/** Whether a run's purchases are looked at before they are sent. Asked of Redis once for each run. */
export function isChecked({ redis, prefix }: Ledger): (run: string) => Promise<boolean> {
  return askedOnce(async (run) => (await redis.hget(runKeys(prefix, run).run, precheckField)) !== 'off');
}
