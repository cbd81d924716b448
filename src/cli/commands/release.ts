import type { Command } from 'commander';
import { releaseByHand } from '../../control/change-line.ts';
import { defaultAccount } from '../../shared/line.ts';
import { examples } from '../examples.ts';
import { knownAction } from '../known-action.ts';
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
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch release CreatePlan'))
    .action(async (action: string, options: SetupOptions) => {
      const line = { action: knownAction(action).name, account: defaultAccount };
      const wasHeld = await withLedger(readSetup(options).config, (ledger) =>
        releaseByHand(ledger, line, ownHand()),
      );
      print(wasHeld ? `${action} goes on where it stopped.` : `${action} was not held.`);
    });
}
