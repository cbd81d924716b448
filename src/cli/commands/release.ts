import type { Command } from 'commander';
import { releaseByHand } from '../../control/change-line.ts';
import { lineName } from '../../shared/line.ts';
import { examples } from '../examples.ts';
import { accountOption, knownLine, type LineOptions } from '../known-line.ts';
import { withLedger } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print } from '../terminal.ts';

/** `release`: lets an action's line go on. */
export function addRelease(program: Command): void {
  program
    .command('release')
    .summary("let an action's line go on")
    .description('Lets a held action go on where it stopped.')
    .argument('<action>', 'the API action')
    .addOption(accountOption())
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch release CreatePlan'))
    .action(async (action: string, options: SetupOptions & LineOptions) => {
      const setup = readSetup(options);
      const line = knownLine(setup, action, options);
      const wasHeld = await withLedger(setup.config, (ledger) => releaseByHand(ledger, line, ownHand()));
      print(wasHeld ? `${lineName(line)} goes on where it stopped.` : `${lineName(line)} was not held.`);
    });
}
