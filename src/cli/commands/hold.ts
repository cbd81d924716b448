import type { Command } from 'commander';
import { holdByHand } from '../../control/change-line.ts';
import { readHold } from '../../shared/ledger/line-hold.ts';
import { defaultAccount, type Line } from '../../shared/line.ts';
import { examples } from '../examples.ts';
import { knownAction } from '../known-action.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print } from '../terminal.ts';

interface HoldOptions extends SetupOptions {
  readonly reason?: string;
}

/** `hold`: stops an action's line by hand. */
export function addHold(program: Command): void {
  program
    .command('hold')
    .summary("stop an action's line")
    .description(
      'Stops a whole action: nothing of it is sent, in any run, until it is released. Account-wide errors do so by themselves.',
    )
    .argument('<action>', 'the API action')
    .option('--reason <text>', 'why, shown wherever the hold is')
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch hold CreatePlan --reason "waiting for the new budget"'))
    .action(async (action: string, options: HoldOptions) => {
      const line = { action: knownAction(action).name, account: defaultAccount };
      print(await withLedger(readSetup(options).config, (ledger) => hold(ledger, line, options)));
    });
}

async function hold(ledger: OpenLedger, line: Line, { reason }: HoldOptions): Promise<string> {
  if (await holdByHand(ledger, line, ownHand(reason ?? null))) {
    return `${line.action} is held: nothing of it is sent until \`tcbatch release ${line.action}\`.`;
  }
  const earlier = await readHold(ledger, line);
  return `${line.action} was held already, since ${earlier?.since}: ${earlier?.reason}`;
}
