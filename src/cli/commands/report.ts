import type { Command } from 'commander';
import { knownRun } from '../../control/act.ts';
import { exitCodeFor } from '../../report/exit-code.ts';
import { readStatusOf } from '../../report/read-status.ts';
import { writeReport } from '../../report/write-report.ts';
import { examples } from '../examples.ts';
import { type OpenLedger, withLedgerOf } from '../open-ledger.ts';
import { type ReportChoice, reportOptions, withReportOptions } from '../report-options.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { printAll, say } from '../terminal.ts';
import { writeFileWhole } from '../write-file.ts';

/** `report`: the outcome of every purchase of a run. */
export function addReport(program: Command): void {
  withReportOptions(program.command('report'))
    .summary('show the outcome of every purchase')
    .description(
      'Writes the outcome of every purchase of a run, in row order. The exit code says how the run stands. The format `manifest` is a manifest that buys the same again, for rows to correct.',
    )
    .argument('<run>', 'id of the run')
    .addOption(simulateOption())
    .addHelpText(
      'after',
      examples(
        'tcbatch report r4k2m9x0a1b3c --format csv --out july.csv',
        'tcbatch report r4k2m9x0a1b3c --state failed --format manifest > again.csv',
      ),
    )
    .action(async (run: string, options: ReportChoice & SetupOptions) => {
      process.exitCode = await withLedgerOf(run, readSetup(options), (ledger) =>
        report(ledger, run, options),
      );
    });
}

async function report(ledger: OpenLedger, run: string, choice: ReportChoice): Promise<number> {
  const record = await knownRun(ledger, run);
  const pieces = writeReport(ledger, record, reportOptions(choice));
  if (choice.out === undefined) await printAll(pieces);
  else {
    await writeFileWhole(choice.out, pieces);
    say(`The report of run ${run} is in ${choice.out}.`);
  }
  return exitCodeFor((await readStatusOf(ledger, record)).status);
}
