import type { Survey } from '../../producer/survey-manifest.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { setStopBelow } from '../../shared/ledger/runs.ts';
import type { WebOptions } from '../server/web-options.ts';

export const precheckDescription = 'Whether domains that have their plan already are skipped.';
export const stopBelowDescription =
  "Hold the run's actions once the balance falls below this amount, in the account's currency: `12.50`.";

/**
 * Throws an OperatorError unless a run of these lines can stop below an amount: the balance of each account that pays is
 * to be seen at least once, and not below it already.
 */
export async function requireStopIsPossible(
  { requireBalancesAbove }: WebOptions,
  { lines }: Pick<Survey, 'lines'>,
  stopBelowCents: number | null,
): Promise<void> {
  if (stopBelowCents === null) return;
  await requireBalancesAbove([...new Set(lines.map(({ account }) => account))], stopBelowCents);
}

/** Submitting the same again changes where its run stops, and nothing else of it. */
export async function keepStopBelow(
  ledger: Ledger,
  run: string,
  stopBelowCents: number | null,
): Promise<void> {
  if (stopBelowCents !== null) await setStopBelow(ledger, run, stopBelowCents);
}
