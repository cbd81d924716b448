import type { Command } from 'commander';
import { fenceRestored } from '../../control/fence-restored.ts';
import { examples } from '../examples.ts';
import { withLedger } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup } from '../setup.ts';
import { print } from '../terminal.ts';

/** `restored`: has nothing sent from an older copy of the ledger before a person says so. */
export function addRestored(program: Command): void {
  program
    .command('restored')
    .summary('say that Redis was restored from a back-up')
    .description(
      'Stops every run and line of a ledger that was restored from a back-up, before a worker is started: calls that were sent since are not in it. Workers then look up what is in doubt; `tcbatch release ACTION` goes on once you have looked.',
    )
    .addHelpText('after', examples('tcbatch restored'))
    .action(async () => {
      const { runs, lines } = await withLedger(readSetup().config, (ledger) =>
        fenceRestored(ledger, ownHand()),
      );
      print(`${runs} runs are fenced. Held until you release them: ${lines.join(', ') || 'no line'}.`);
    });
}
