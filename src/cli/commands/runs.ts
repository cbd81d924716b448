import type { Command } from 'commander';
import { readStatuses } from '../../report/read-status.ts';
import { parseLabelFilter } from '../../shared/labels.ts';
import { examples } from '../examples.ts';
import { withLedger } from '../open-ledger.ts';
import { many } from '../option-values.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { showRuns } from '../show-runs.ts';
import { simulateOption } from '../simulate-option.ts';

/** `runs`: the runs, newest first. */
export function addRuns(program: Command): void {
  program
    .command('runs')
    .summary('list the runs')
    .description('Lists the runs, newest first.')
    .option('--label <key[=value]>', 'only runs with this label; may be repeated', many)
    .option('--json', 'print one JSON document')
    .addOption(simulateOption())
    .addHelpText(
      'after',
      examples(
        'tcbatch runs',
        'tcbatch runs --label customer=acme',
        'tcbatch runs --json | jq -r ".[0].run"',
      ),
    )
    .action(async (options: SetupOptions & { json?: boolean; label?: readonly string[] }) => {
      const filters = (options.label ?? []).map(parseLabelFilter);
      const statuses = await withLedger(readSetup(options).config, (ledger) => readStatuses(ledger, filters));
      showRuns(statuses, options);
    });
}
