import type { Command } from 'commander';
import { balanceDocument, balanceLines } from '../balance-text.ts';
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
import { payerOf } from '../payer.ts';
import { lookAtBalance } from '../payer-balance.ts';
import { lookForCredentials } from '../paying-credentials.ts';
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
      await withManifest(location, options, setup.config, (manifest) => showPlan(manifest, options, setup));
    });
}

async function showPlan(
  manifest: SurveyedManifest,
  { again = false, json = false }: PlanCommandOptions,
  setup: Setup,
): Promise<void> {
  if (!manifest.survey.ok) return refuseManifest(manifest.survey, { json });
  const { plan, balance } = await withLedger(setup.config, async (ledger) => ({
    plan: await makePlan(ledger, manifest, { config: setup.config, again }),
    balance: await lookAtBalance(ledger, setup),
  }));
  const payer = payerOf(lookForCredentials(setup.environment), setup);
  if (json) return printJson({ ...plan, payer: { ...payer, ...balanceDocument(balance) } });
  for (const line of planLines(plan, payer)) print(line);
  for (const line of balanceLines(balance, null)) print(line);
}
