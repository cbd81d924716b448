import { type Plan, planRun } from '../producer/plan-run.ts';
import type { Survey } from '../producer/survey-manifest.ts';
import type { Config } from '../shared/config.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';

/** The pacer leaves a little air between two calls: 19.05 a second are reached of 20. */
const reachedShare = 19.05 / 20;

/** Plans a manifest without problems as this configuration would buy it. */
export function makePlan(
  ledger: Ledger,
  { source, survey }: { readonly source: { readonly name: string }; readonly survey: Survey },
  { config, again }: { readonly config: Config; readonly again: boolean },
): Promise<Plan> {
  return planRun(ledger, survey, {
    again,
    manifest: source.name,
    callsPerSecond: config.rate * reachedShare,
  });
}
