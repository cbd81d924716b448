import { type Plan, planRun } from '../producer/plan-run.ts';
import type { Config } from '../shared/config.ts';
import { OperatorError } from '../shared/errors.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { defaultAccount } from '../shared/line.ts';
import type { SurveyedManifest } from './manifest-options.ts';

/** The pacer leaves a little air between two calls: 19.05 a second are reached of 20. */
const reachedShare = 19.05 / 20;

/** Plans a manifest without problems as this configuration would buy it. */
export function makePlan(
  ledger: Ledger,
  { source, survey }: SurveyedManifest,
  { config, again }: { readonly config: Config; readonly again: boolean },
): Promise<Plan> {
  const unknown = survey.lines.find(({ account }) => account !== defaultAccount);
  if (unknown) throw unknownAccount(unknown.account);
  return planRun(ledger, survey, {
    again,
    manifest: source.name,
    callsPerSecond: config.rate * reachedShare,
  });
}

/** No worker would ever take its purchases, which would wait unseen. */
function unknownAccount(account: string): OperatorError {
  return new OperatorError(
    'unknown-account',
    `Cannot buy as a configured account has to pay: got ${account}`,
    {
      advice: 'Leave the account out: the credentials of the environment pay.',
    },
  );
}
