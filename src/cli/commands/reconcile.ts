import type { Command } from 'commander';
import { knownRun } from '../../control/act.ts';
import { exitCodeFor } from '../../report/exit-code.ts';
import { readStatusOf } from '../../report/read-status.ts';
import { writeAudit } from '../../shared/ledger/audit.ts';
import { reconcileRun } from '../../worker/reconcile/reconcile-run.ts';
import { examples } from '../examples.ts';
import { withLookRoom } from '../look-at-provider.ts';
import { withLedgerOf } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { refuseSimulated } from '../refuse-simulated.ts';
import { readSetup } from '../setup.ts';
import { print } from '../terminal.ts';

/** `reconcile`: looks purchases in doubt up now, and settles those that can be proved. */
export function addReconcile(program: Command): void {
  program
    .command('reconcile')
    .summary('look up what is in doubt, now')
    .description(
      'Looks purchases in doubt up at the provider and settles those that it can prove. Workers do so by themselves; this does it now. Nothing is bought by it.',
    )
    .argument('<run>', 'id of the run')
    .option(
      '--requeue-proved',
      'queue again what several looks, over half a minute, found no trace of: also plans, which only you may decide',
    )
    .addHelpText('after', examples('tcbatch reconcile r4kz8m2n6p1qt'))
    .action(async (run: string, { requeueProved = false }: { requeueProved?: boolean }) => {
      const setup = readSetup();
      await withLedgerOf(run, setup, async (ledger) => {
        refuseSimulated(ledger, setup, run);
        const record = await knownRun(ledger, run);
        const { looked, inDoubt } = await withLookRoom(ledger, setup, (room) => reconcileRun(room, run), {
          requeueProved,
        });
        await writeAudit(ledger, run, {
          ...ownHand(),
          what: `reconcile ${looked}${requeueProved ? ', requeue proved' : ''}`,
        });
        print(`Looked up ${looked} of run ${run}; ${inDoubt} left in doubt.`);
        process.exitCode = exitCodeFor((await readStatusOf(ledger, record)).status);
      });
    });
}
