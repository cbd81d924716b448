import type { LeaveOutReason } from '../../producer/expiring/choose-renewal.ts';
import type { RenewalAction, RenewalTally } from '../../producer/expiring/find-renewals.ts';
import { inDigits } from '../../report/text/words.ts';

/** What was found, for the person who trims it. */
export interface ExpiringSummary {
  readonly tallies: ReadonlyMap<RenewalAction, RenewalTally>;
  /** As it was asked for: `30d`. */
  readonly within: string;
  readonly period: number;
  /** The file it was written to; null where it went to standard output. */
  readonly out: string | null;
  readonly format: string;
}

/** How many there are by action, what was left out and why, and what to run next. */
export function* expiringLines(summary: ExpiringSummary): Generator<string> {
  const { tallies, within, period } = summary;
  const found = sumOf(tallies, (tally) => tally.found);
  const months = period === 1 ? '1 month' : `${period} months`;
  yield found === 0
    ? `Nothing to renew expires within ${within}.`
    : `Expires within ${within}, to be renewed for ${months}:`;
  for (const [action, tally] of tallies) {
    if (tally.found > 0) yield `  ${action}  ${inDigits(tally.found)}${pastOf(tally)}`;
    for (const [reason, count] of Object.entries(tally.leftOut)) {
      if (count > 0)
        yield `  left out  ${inDigits(count)} ${things[action]} ${whyLeftOut[reason as LeaveOutReason]}`;
    }
  }
  if (found > 0) yield* nextLines(summary);
}

const things: Readonly<Record<RenewalAction, string>> = { RenewPlan: 'plans', RenewInstance: 'instances' };

const whyLeftOut: Readonly<Record<LeaveOutReason, string>> = {
  'auto-renewed': 'that renew themselves (--include-auto-renewed)',
  isolated: 'that are isolated, out of service since they expired (--include-isolated)',
  'not-renewable': 'that no call renews: enterprise, trial, or without an end',
  'listed-as-plan': 'that are EdgeOne plans, which RenewPlan renews',
};

function pastOf({ expired }: RenewalTally): string {
  return expired === 0
    ? ''
    : `, ${inDigits(expired)} of which expired already: their sites may have to be switched on again by hand`;
}

function* nextLines({ out, format }: ExpiringSummary): Generator<string> {
  if (out === null) {
    yield `Next: keep it with --out FILE, delete the rows that are not to be renewed, and submit it; or pipe it into: tcbatch submit - --format ${format} --yes`;
  } else {
    yield `Next: delete the rows of ${out} that are not to be renewed, then: tcbatch submit ${out}`;
  }
  yield 'What is renewed once is skipped the next time, as IfExpiresBefore stands right after its present expiry.';
}

function sumOf(
  tallies: ReadonlyMap<RenewalAction, RenewalTally>,
  countOf: (tally: RenewalTally) => number,
): number {
  return Array.from(tallies.values(), countOf).reduce((sum, count) => sum + count, 0);
}
