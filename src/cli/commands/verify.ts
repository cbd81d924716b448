import type { Command } from 'commander';
import { knownRun } from '../../control/act.ts';
import { type Verification, verifyRun } from '../../worker/verify/verify-run.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { withLookRoom } from '../look-at-provider.ts';
import { withLedgerOf } from '../open-ledger.ts';
import { refuseSimulated } from '../refuse-simulated.ts';
import { readSetup } from '../setup.ts';
import { print, printJson } from '../terminal.ts';
import { verificationText } from '../verification-text.ts';

/** `verify`: do the books of a run balance? */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .summary('do the books balance?')
    .description(
      "Compares the rows with their states, the counts with the rows, the order ids held with the provider's own orders of the run's time, the renewals with the dates and orders that they brought, and the sites with those on the plans. Exits 0 when all balances, 1 when something differs, 4 when something is still in doubt.",
    )
    .argument('<run>', 'id of the run')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('tcbatch verify r4kz8m2n6p1qt'))
    .action(async (run: string, { json = false }: { json?: boolean }) => {
      const setup = readSetup();
      await withLedgerOf(run, setup, async (ledger) => {
        refuseSimulated(ledger, setup, run);
        const record = await knownRun(ledger, run);
        const verification = await withLookRoom(ledger, setup, (room) => verifyRun(room, record));
        if (json) printJson(verification);
        else print(verificationText(verification));
        process.exitCode = exitCodeOf(verification);
      });
    });
}

function exitCodeOf({ balanced, states }: Verification): number {
  if (!balanced) return exitCodes.unexpected;
  return states['in-doubt'] > 0 ? exitCodes.someInDoubt : exitCodes.ok;
}
