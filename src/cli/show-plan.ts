import type { Plan } from '../producer/plan-run.ts';
import type { Survey } from '../producer/survey-manifest.ts';
import type { OpenLedger } from './open-ledger.ts';
import { payersOf } from './payer.ts';
import { accountBalanceLines, lookAtBalances, requireBalanceAbove } from './payer-balance.ts';
import { planLines } from './plan-text.ts';
import type { Setup } from './setup.ts';
import { lookForSkips } from './skips/look-for-skips.ts';
import { skipsLines } from './skips/skips-text.ts';
import { say } from './terminal.ts';

export interface ShownPlan extends Pick<Survey, 'skippables'> {
  readonly plan: Plan;
  /** False for another plan than the one that was agreed to, which is refused: nobody need be asked for it. */
  readonly isAgreed: boolean;
  readonly precheck: boolean;
  readonly stopBelowCents: number | null;
}

/**
 * Says what a plan would do, who pays, and what the provider shows of it now. Throws an OperatorError where a run is to
 * stop below a balance that cannot be seen, or is below it already.
 */
export async function showPlan(
  ledger: OpenLedger,
  setup: Setup,
  { plan, skippables, isAgreed, precheck, stopBelowCents }: ShownPlan,
): Promise<void> {
  const payingAccounts = Object.keys(plan.accounts);
  const [balances, skips] = await Promise.all([
    lookAtBalances(ledger, setup, isAgreed ? payingAccounts : []),
    lookForSkips(ledger, setup, { skippables, precheck, isIdle: plan.existing || !isAgreed }),
  ]);
  for (const line of planLines(plan, await payersOf(setup, payingAccounts))) say(line);
  for (const line of skipsLines(skips)) say(line);
  for (const line of accountBalanceLines(balances, stopBelowCents)) say(line);
  for (const balance of balances.values()) requireBalanceAbove(balance, stopBelowCents);
}
