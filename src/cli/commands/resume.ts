import type { Command } from 'commander';
import { resumeRun } from '../../control/change-run.ts';
import { examples } from '../examples.ts';
import { withLedgerOf } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print } from '../terminal.ts';

/** `resume`: goes on where a run was paused. */
export function addResume(program: Command): void {
  program
    .command('resume')
    .summary('go on with a paused run')
    .description('Goes on where a run was paused: everything that is still queued is bought by the workers.')
    .argument('<run>', 'id of the run')
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch resume r4k2m9x0a1b3c'))
    .action(async (run: string, options: SetupOptions) => {
      await withLedgerOf(run, readSetup(options), (ledger) => resumeRun(ledger, run, ownHand()));
      print(`Run ${run} goes on as soon as a worker is there.`);
    });
}
