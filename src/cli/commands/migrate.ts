import type { Command } from 'commander';
import { migrateLedger } from '../../control/migrate-ledger.ts';
import { inPurchases } from '../../report/text/words.ts';
import { examples } from '../examples.ts';
import { withLedger } from '../open-ledger.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print } from '../terminal.ts';

/** `migrate`: writes the ledger of an older version in this version's form. */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .summary('take over the ledger of an older version')
    .description(
      'Writes what an older version of tcbatch stored in the form that this one reads. Refused while workers are there; take a back-up first. Doing it twice changes nothing.',
    )
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch migrate'))
    .action(async (options: SetupOptions) => {
      const { config } = readSetup(options);
      const { runs, purchases } = await withLedger(config, migrateLedger, { isOfAnyFormat: true });
      print(
        purchases === 0
          ? 'The ledger has the form of this version already.'
          : `${inPurchases(purchases)} of ${runs} runs were taken over.`,
      );
    });
}
