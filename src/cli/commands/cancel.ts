import type { Command } from 'commander';
import { cancelRun } from '../../control/change-run.ts';
import { inPurchases } from '../../report/text/words.ts';
import { examples } from '../examples.ts';
import { withLedgerOf } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print } from '../terminal.ts';

/** `cancel`: cancels what was never sent. */
export function addCancel(program: Command): void {
  program
    .command('cancel')
    .summary('cancel what was not sent yet')
    .description(
      'Cancels every purchase of a run that was not sent. What is in flight still gets its outcome.',
    )
    .argument('<run>', 'id of the run')
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch cancel r4k2m9x0a1b3c'))
    .action(async (run: string, options: SetupOptions) => {
      const cancelled = await withLedgerOf(run, readSetup(options), (ledger) =>
        cancelRun(ledger, run, ownHand()),
      );
      print(`Run ${run} is cancelled: ${inPurchases(cancelled)} will not be made.`);
    });
}
