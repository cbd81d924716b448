import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { manifestArgument, withManifest } from '../manifest-options.ts';
import { withLedger } from '../open-ledger.ts';
import { refuseManifest } from '../refuse-manifest.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import {
  checkBeforehand,
  type SubmissionOptions,
  submitManifest,
  withSubmissionOptions,
} from '../submit-manifest.ts';
import { print, printJson } from '../terminal.ts';

/** `submit`: plans, asks, queues, and prints the run's id. */
export function addSubmit(program: Command): void {
  withSubmissionOptions(program.command('submit'))
    .summary('queue what a manifest asks for')
    .description(
      'Checks a manifest, shows the plan, asks, and queues every purchase; a `tcbatch worker` buys. Prints the id of the run. A manifest that was submitted before is the same run, and adds nothing.',
    )
    .argument('<manifest>', manifestArgument)
    .option('--at <time>', 'check and admit it now, and start it then: 2026-12-01T02:00Z')
    .option('--json', 'print one JSON document')
    .addOption(simulateOption('for `tcbatch worker --simulate` to buy'))
    .addHelpText(
      'after',
      examples(
        'tcbatch submit domains.csv',
        'run=$(tcbatch submit domains.csv --yes --name july --label customer=acme)',
        'tcbatch submit renewals.csv --yes --at 2026-12-01T02:00Z',
      ),
    )
    .action(async (location: string, options: SubmissionOptions & SetupOptions & { json?: boolean }) => {
      const setup = readSetup(options);
      await checkBeforehand(options, setup);
      const { json = false } = options;
      await withManifest(location, options, setup, async (manifest) => {
        if (!manifest.survey.ok) return refuseManifest(manifest.survey, { json });
        const submitted = await withLedger(setup.config, (ledger) =>
          submitManifest(ledger, manifest, options, setup),
        );
        if (json) printJson(submitted);
        else print(submitted.run);
      });
    });
}
