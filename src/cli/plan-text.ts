import type { Plan } from '../producer/plan-run.ts';
import { printable } from '../report/text/printable.ts';
import { inDigits, inPurchases, inTime } from '../report/text/words.ts';

/** Who pays for a plan, as far as this machine knows. */
export interface Payer {
  /** The SecretId, masked; null when no credentials were found. */
  readonly secretId: string | null;
  readonly source: string | null;
  /** Hosts that the calls go to. */
  readonly hosts: readonly string[];
}

/** A plan as a person reads it before they agree. */
export function* planLines(plan: Plan, payer: Payer): Generator<string> {
  yield `Plan ${plan.hash} for ${printable(plan.manifest)}: ${inPurchases(plan.total)} in ${inDigits(plan.rows)} rows`;
  for (const [action, count] of Object.entries(plan.purchases)) yield `  ${action}  ${inDigits(count)}`;
  yield `  paid by  ${payer.secretId === null ? 'nobody: no credentials were found' : `${payer.secretId} (${payer.source})`}`;
  yield `  calls    ${payer.hosts.join(', ')}`;
  yield plan.existing
    ? `  it is run ${plan.run}, submitted before: nothing is bought again (--again buys it again)`
    : `  takes    about ${inTime(plan.durationSeconds)} at the limit, as run ${plan.run}`;
  yield* boughtBeforeLines(plan);
}

function* boughtBeforeLines({ boughtBefore, boughtBeforeCount }: Plan): Generator<string> {
  if (boughtBeforeCount === 0) return;
  yield `Bought before, and about to be bought once more: ${inPurchases(boughtBeforeCount)}`;
  for (const { action, target, run } of boughtBefore) {
    yield `  ${action} for ${printable(target)} in run ${run}`;
  }
  const more = boughtBeforeCount - boughtBefore.length;
  if (more > 0) yield `  and ${inDigits(more)} more`;
}
