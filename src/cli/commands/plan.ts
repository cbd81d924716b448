import type { Command } from 'commander';
import { balanceDocument } from '../balance-text.ts';
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
import { accountBalanceLines, lookAtBalances } from '../payer-balance.ts';
import { planLines } from '../plan-text.ts';
import { refuseManifest } from '../refuse-manifest.ts';
import { readSetup, type Setup } from '../setup.ts';
import { print, printJson } from '../terminal.ts';

interface PlanCommandOptions extends ManifestOptions {
  readonly again?: boolean;
  readonly json?: boolean;
}

/** `plan`: what submitting a manifest would do. */
export function addPlan(program: Command): void {
  withManifestOptions(program.command('plan'))
    .summary('show what submitting a manifest would do')
    .description(
      'Shows what submitting a manifest would do: purchases by action, what was bought before, how long it takes, who pays, and the hash that `submit --plan` takes.',
    )
    .argument('<manifest>', manifestArgument)
    .option('--again', 'plan to buy a manifest again that was bought before')
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
  { again = false, json = false }: PlanCommandOptions,
  setup: Setup,
): Promise<void> {
  if (!manifest.survey.ok) return refuseManifest(manifest.survey, { json });
  const { plan, balances } = await withLedger(setup.config, async (ledger) => {
    const made = await makePlan(ledger, manifest, { config: setup.config, again });
    return { plan: made, balances: await lookAtBalances(ledger, setup, Object.keys(made.accounts)) };
  });
  const { payer, payers } = await payersOf(setup, Object.keys(plan.accounts));
  const [first] = balances.values();
  if (json) return printJson({ ...plan, payers, payer: { ...payer, ...balanceDocument(first ?? null) } });
  for (const line of planLines(plan, { payer, payers })) print(line);
  for (const line of accountBalanceLines(balances, null)) print(line);
}
