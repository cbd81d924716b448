import type { Command } from 'commander';
import { holdByHand } from '../../control/change-line.ts';
import { readHold } from '../../shared/ledger/line-hold.ts';
import { type Line, lineName, shownLine } from '../../shared/line.ts';
import { releaseCommand } from '../../shared/release-command.ts';
import { examples } from '../examples.ts';
import { accountOption, knownLine, type LineOptions } from '../known-line.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print } from '../terminal.ts';

interface HoldOptions extends SetupOptions, LineOptions {
  readonly reason?: string;
}

/** `hold`: stops an action's line by hand. */
export function addHold(program: Command): void {
  program
    .command('hold')
    .summary("stop an action's line")
    .description(
      'Stops a whole action of an account: nothing of it is sent, in any run, until it is released. Account-wide errors do so by themselves.',
    )
    .argument('<action>', 'the API action')
    .option('--reason <text>', 'why, shown wherever the hold is')
    .addOption(accountOption())
    .addOption(simulateOption())
    .addHelpText(
      'after',
      examples(
        'tcbatch hold CreatePlan --reason "waiting for the new budget"',
        'tcbatch hold CreatePlan --account acme',
      ),
    )
    .action(async (action: string, options: HoldOptions) => {
      const setup = readSetup(options);
      const line = knownLine(setup, action, options);
      print(await withLedger(setup.config, (ledger) => hold(ledger, line, options)));
    });
}

async function hold(ledger: OpenLedger, line: Line, { reason }: HoldOptions): Promise<string> {
  if (await holdByHand(ledger, line, ownHand(reason ?? null))) {
    return `${lineName(line)} is held: nothing of it is sent until \`${releaseCommand(shownLine(line))}\`.`;
  }
  const earlier = await readHold(ledger, line);
  return `${lineName(line)} was held already, since ${earlier?.since}: ${earlier?.reason}`;
}
