import type { Command } from 'commander';
import { knownRun } from '../../control/act.ts';
import { archivedBooks } from '../../report/archived-books.ts';
import { type Books, ledgerBooks } from '../../report/books.ts';
import { exitCodeFor } from '../../report/exit-code.ts';
import { writeBooks } from '../../report/write-report.ts';
import { openArchive } from '../../shared/archive/read-archive.ts';
import { examples } from '../examples.ts';
import { withLedgerOf } from '../open-ledger.ts';
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
    .argument('<run>', 'id of the run, or a file that `tcbatch archive` made')
    .addOption(simulateOption())
    .addHelpText(
      'after',
      examples(
        'tcbatch report r4k2m9x0a1b3c --format csv --out july.csv',
        'tcbatch report r4k2m9x0a1b3c --state failed --format manifest > again.csv',
      ),
    )
    .action(async (run: string, options: ReportChoice & SetupOptions) => {
      process.exitCode = isFile(run)
        ? await reportOf(await archivedBooks(await openArchive(run)), options)
        : await withLedgerOf(run, readSetup(options), async (ledger) =>
            reportOf(ledgerBooks(ledger, await knownRun(ledger, run)), options),
          );
    });
}

/** No run's id has a dot or a slash, and every archive's path can be given one. */
function isFile(run: string): boolean {
  return /[./\\]/.test(run);
}

async function reportOf(books: Books, choice: ReportChoice): Promise<number> {
  const pieces = writeBooks(books, reportOptions(choice));
  if (choice.out === undefined) await printAll(pieces);
  else {
    await writeFileWhole(choice.out, pieces);
    say(`The report of run ${books.record.run} is in ${choice.out}.`);
  }
  return exitCodeFor((await books.readSummary()).status);
}
