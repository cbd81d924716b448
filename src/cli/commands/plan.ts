import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { makePlan } from '../make-plan.ts';
import {
  type ManifestOptions,
  manifestArgument,
  type SurveyedManifest,
  withManifest,
  withManifestOptions,
} from '../manifest-options.ts';
import { withLedger } from '../open-ledger.ts';
import { payersOf } from '../payer.ts';
import { accountBalanceLines, lookAtBalances, payersDocument } from '../payer-balance.ts';
import { planLines } from '../plan-text.ts';
import { refuseManifest } from '../refuse-manifest.ts';
import { readSetup, type Setup } from '../setup.ts';
import { lookForSkips } from '../skips/look-for-skips.ts';
import { skipsDocument, skipsLines } from '../skips/skips-text.ts';
import { print, printJson } from '../terminal.ts';

interface PlanCommandOptions extends ManifestOptions {
  readonly again?: boolean;
  readonly precheck?: boolean;
  readonly json?: boolean;
}

/** `plan`: what submitting a manifest would do. */
export function addPlan(program: Command): void {
  withManifestOptions(program.command('plan'))
    .summary('show what submitting a manifest would do')
    .description(
      'Shows what submitting a manifest would do: purchases by action, what was bought before, what would be skipped, how long it takes, who pays, and the hash that `submit --plan` takes.',
    )
    .argument('<manifest>', manifestArgument)
    .option('--again', 'plan to buy a manifest again that was bought before')
    .option('--no-precheck', 'plan to buy without looking first which domains have their plan already')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'tcbatch plan domains.csv',
        'tcbatch submit domains.csv --plan "$(tcbatch plan domains.csv --json | jq -r .hash)"',
      ),
    )
    .action(async (location: string, options: PlanCommandOptions) => {
      const setup = readSetup();
      await withManifest(location, options, setup, (manifest) => showPlan(manifest, options, setup));
    });
}

async function showPlan(
  manifest: SurveyedManifest,
  { again = false, precheck = true, json = false }: PlanCommandOptions,
  setup: Setup,
): Promise<void> {
  if (!manifest.survey.ok) return refuseManifest(manifest.survey, { json });
  const { plan, balances, skips } = await withLedger(setup.config, async (ledger) => {
    const made = await makePlan(ledger, manifest, { config: setup.config, again });
    const { skippables } = manifest.survey;
    const [balances, skips] = await Promise.all([
      lookAtBalances(ledger, setup, Object.keys(made.accounts)),
      lookForSkips(ledger, setup, { skippables, precheck, isIdle: made.existing }),
    ]);
    return { plan: made, balances, skips };
  });
  const payers = await payersOf(setup, Object.keys(plan.accounts));
  if (json) return printJson({ ...plan, ...payersDocument(payers, balances), ...skipsDocument(skips) });
  for (const line of planLines(plan, payers)) print(line);
  for (const line of skipsLines(skips)) print(line);
  for (const line of accountBalanceLines(balances, null)) print(line);
}
