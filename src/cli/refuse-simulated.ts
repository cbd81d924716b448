import { OperatorError } from '../shared/errors.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Setup } from './setup.ts';

/** Throws an OperatorError for a run that was found in the simulator's ledger: its provider ended with `run --simulate`. */
export function refuseSimulated({ prefix }: Ledger, { config }: Setup, run: string): void {
  if (prefix === config.prefix) return;
  throw new OperatorError(
    'run-simulated',
    `Cannot look run ${run} up at the provider as the simulator that it was bought from has ended`,
    { advice: `Its report is still there: tcbatch report ${run}` },
  );
}
