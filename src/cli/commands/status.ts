import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { knownRun } from '../../control/act.ts';
import { type RunStanding, readStanding } from '../../report/read-standing.ts';
import { readStatuses } from '../../report/read-status.ts';
import { writeStatus } from '../../report/write-status.ts';
import { examples } from '../examples.ts';
import { createLiveText } from '../live-text.ts';
import { type OpenLedger, withLedger, withLedgerOf } from '../open-ledger.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { showRuns } from '../show-runs.ts';
import { simulateOption } from '../simulate-option.ts';
import { mayPaint, print, printJson } from '../terminal.ts';

interface StatusOptions extends SetupOptions {
  readonly watch?: boolean;
  readonly json?: boolean;
}

const lookEveryMs = 500;

/** `status`: where a run, or all runs, stand. */
export function addStatus(program: Command): void {
  program
    .command('status')
    .summary('show where a run stands')
    .description(
      'Shows counts by state, the rate, the time left, and why anything is held. Without RUN: all runs.',
    )
    .argument('[run]', 'id of the run')
    .option('--watch', 'keep showing it until the run is finished; with --json a document on each line')
    .option('--json', 'print one JSON document')
    .addOption(simulateOption())
    .addHelpText('after', examples('tcbatch status', 'tcbatch status r4k2m9x0a1b3c --watch'))
    .action(async (run: string | undefined, options: StatusOptions) => {
      const setup = readSetup(options);
      if (run !== undefined) return withLedgerOf(run, setup, (ledger) => showRun(ledger, run, options));
      return withLedger(setup.config, (ledger) => showAll(ledger, options));
    });
}

async function showAll(ledger: OpenLedger, options: StatusOptions): Promise<void> {
  if (!options.watch) return showRuns(await readStatuses(ledger), options);
  const [newest] = await readStatuses(ledger);
  // All of them cannot be watched to an end; the newest is the one that somebody waits for.
  if (newest) return showRun(ledger, newest.run, options);
  showRuns([], options);
}

async function showRun(ledger: OpenLedger, run: string, options: StatusOptions): Promise<void> {
  if (options.watch) return watchRun(ledger, run, options);
  const standing = await readStanding(ledger, await knownRun(ledger, run));
  if (options.json) printJson(standing.status);
  else process.stdout.write(textOf(standing));
}

async function watchRun(ledger: OpenLedger, run: string, { json = false }: StatusOptions): Promise<void> {
  const { stdout } = process;
  const live = stdout.isTTY && !json ? createLiveText(stdout) : null;
  for (let before = ''; ; await wait(lookEveryMs)) {
    const standing = await readStanding(ledger, await knownRun(ledger, run));
    const text = json ? JSON.stringify(standing.status) : textOf(standing);
    if (live) live.show(text);
    else if (text !== before) print(text);
    before = text;
    if (standing.status.state === 'finished' || standing.status.state === 'cancelled') break;
  }
  live?.close();
}

function textOf(standing: RunStanding): string {
  return writeStatus(standing, { isColor: mayPaint(process.stdout) });
}
