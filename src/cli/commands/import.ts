import type { Command } from 'commander';
import { importRun } from '../../control/import-run.ts';
import { openArchive } from '../../shared/archive/read-archive.ts';
import { examples } from '../examples.ts';
import { withLedger } from '../open-ledger.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print, say } from '../terminal.ts';

/** `import`: brings an archived run back. */
export function addImport(program: Command): void {
  program
    .command('import')
    .summary('bring an archived run back, for reading')
    .description(
      'Puts the books of an archived run into the ledger, where status and report find them. Nothing of it is ever queued. Prints the id of the run.',
    )
    .argument('<file>', 'an archive that `tcbatch archive` made')
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch import july.archive.gz'))
    .action(async (file: string, options: SetupOptions) => {
      const archive = await openArchive(file);
      const { run, total } = await withLedger(readSetup(options).config, (ledger) =>
        importRun(ledger, archive),
      );
      say(`${total} purchases were read. Nothing of them is queued.`);
      print(run);
    });
}
