import type { Command } from 'commander';
import { pauseRun } from '../../control/change-run.ts';
import { examples } from '../examples.ts';
import { withLedgerOf } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print } from '../terminal.ts';

/** `pause`: stops a run where it is. */
export function addPause(program: Command): void {
  program
    .command('pause')
    .summary('stop a run where it is')
    .description(
      'Stops a run where it is: what was sent is awaited, and nothing more is sent until it is resumed.',
    )
    .argument('<run>', 'id of the run')
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch pause r4k2m9x0a1b3c'))
    .action(async (run: string, options: SetupOptions) => {
      await withLedgerOf(run, readSetup(options), (ledger) => pauseRun(ledger, run, ownHand()));
      print(`Run ${run} is paused: nothing more is sent until \`tcbatch resume ${run}\`.`);
    });
}
