import type { Command } from 'commander';
import { forgetRun } from '../../control/forget-run.ts';
import { OperatorError } from '../../shared/errors.ts';
import { listRuns, readRun } from '../../shared/ledger/runs.ts';
import { examples } from '../examples.ts';
import { type OpenLedger, withLedger, withLedgerOf } from '../open-ledger.ts';
import { timeSpan } from '../option-values.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print, say } from '../terminal.ts';

interface ForgetOptions extends SetupOptions {
  readonly olderThan?: number;
}

/** `forget`: removes the books of runs that are over. */
export function addForget(program: Command): void {
  program
    .command('forget')
    .summary('remove the books of runs that are over')
    .description(
      'Removes every key of a run of which nothing is left to settle. What it bought stays known: its manifest is not bought again without --again. Take an archive of it first.',
    )
    .argument('[run]', 'id of the run')
    .option('--older-than <span>', 'every run that was finished longer ago: 90d, 12h', timeSpan)
    .addOption(simulateOption())
    .addHelpText(
      'after',
      examples(
        'tcbatch archive r4k2m9x0a1b3c --out july.archive.gz && tcbatch forget r4k2m9x0a1b3c',
        'tcbatch forget --older-than 90d',
      ),
    )
    .action(async (run: string | undefined, options: ForgetOptions) => {
      const { olderThan } = options;
      if ((run === undefined) === (olderThan === undefined)) throw wrongUsage();
      const setup = readSetup(options);
      if (run !== undefined) {
        await withLedgerOf(run, setup, (ledger) => forgetRun(ledger, run, ownHand()));
        print(`Run ${run} is forgotten.`);
      } else {
        await withLedger(setup.config, (ledger) => forgetOld(ledger, Date.now() - (olderThan ?? 0)));
      }
    });
}

/** What is not settled is told and left; it is no failure of a command that a machine calls every night. */
async function forgetOld(ledger: OpenLedger, beforeMs: number): Promise<void> {
  let forgotten = 0;
  for (const run of await listRuns(ledger)) {
    const record = await readRun(ledger, run);
    if (record === null || (record.finishedAtMs ?? record.submittedAtMs) >= beforeMs) continue;
    try {
      await forgetRun(ledger, run, ownHand());
      print(run);
      forgotten += 1;
    } catch (error) {
      if (!(error instanceof OperatorError && error.code === 'run-unsettled')) throw error;
      say(error.message);
    }
  }
  say(`${forgotten} ${forgotten === 1 ? 'run is' : 'runs are'} forgotten.`);
}

function wrongUsage(): OperatorError {
  return new OperatorError(
    'usage',
    'Cannot forget runs as either one of them or --older-than must be given',
    {
      advice: 'As in `tcbatch forget r4k2m9x0a1b3c`, or `tcbatch forget --older-than 90d`.',
    },
  );
}
