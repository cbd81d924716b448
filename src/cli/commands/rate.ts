import type { Command } from 'commander';
import { changeRateByHand } from '../../control/change-rate.ts';
import { type LineOutlook, readLineOutlook } from '../../report/read-line-outlook.ts';
import { readTraffic } from '../../report/read-traffic.ts';
import { writeRates } from '../../report/write-rates.ts';
import { calledActions } from '../../shared/actions/index.ts';
import { type Line, lineName, shownLine } from '../../shared/line.ts';
import { examples } from '../examples.ts';
import { knownAccount } from '../known-account.ts';
import { accountOption, knownLine, type LineOptions } from '../known-line.ts';
import { type OpenLedger, withLedger } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type Setup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { mayPaint, print, printJson } from '../terminal.ts';

interface RateOptions extends SetupOptions, LineOptions {
  readonly json?: boolean;
}

/** `rate`: shows how fast each action's line goes, or sets it for all workers at once. */
export function addRate(program: Command): void {
  program
    .command('rate')
    .summary("show or set an action's calls a second")
    .description(
      'Shows what each action is held to and what it makes; with a number sets it for that action, for all workers, from the next call on. Where a worker was started with less, by its TCBATCH_RATE or by `rate` of its config file, that counts for it.',
    )
    .argument('[action]', 'the API action; without it all are shown')
    .argument(
      '[rate]',
      'calls a second, above 0 and at most 20; `default` for what each worker was started with',
    )
    .option('--json', 'print one JSON document')
    .addOption(accountOption())
    .addOption(simulateOption())
    .addHelpText(
      'after',
      examples('tcbatch rate', 'tcbatch rate CreatePlan 5', 'tcbatch rate CreatePlan default'),
    )
    .action(async (action: string | undefined, wanted: string | undefined, options: RateOptions) => {
      const setup = readSetup(options);
      const lines = action === undefined ? linesOf(setup, options) : [knownLine(setup, action, options)];
      await withLedger(setup.config, (ledger) => rate(ledger, lines, { ...options, wanted }));
    });
}

/** The lines of one account, or of all. */
function linesOf(setup: Setup, { account }: LineOptions): Line[] {
  const named = account === undefined ? [...setup.accounts.keys()] : [knownAccount(setup, account).name];
  return named.flatMap((name) => calledActions.map((action) => ({ action: action.name, account: name })));
}

async function rate(
  ledger: OpenLedger,
  lines: readonly Line[],
  { wanted, json = false }: RateOptions & { readonly wanted: string | undefined },
): Promise<void> {
  const [line] = lines;
  if (wanted !== undefined && line) await changeRateByHand(ledger, line, { wanted, hand: ownHand() });
  const traffic = await readTraffic(ledger);
  const outlooks = await Promise.all(lines.map((each) => readLineOutlook(ledger, each, traffic)));
  if (json) return printJson(outlooks.map(documentOf));
  if (wanted !== undefined) for (const outlook of outlooks) print(sentenceOf(outlook));
  else process.stdout.write(writeRates(outlooks, { isColor: mayPaint(process.stdout) }));
}

/** One line in `rate --json`. */
function documentOf({ line, limit, setByHand, reached, widening, hold, workers }: LineOutlook) {
  return {
    ...shownLine(line),
    rate: limit,
    set: setByHand,
    reached: Math.round(reached * 100) / 100,
    widened: widening,
    held: hold,
    workers,
  };
}

function sentenceOf({ line, setByHand, limit }: LineOutlook): string {
  const name = lineName(line);
  if (setByHand === null)
    return `${name} goes at what each worker was started with again, from the next call on.`;
  const set = `${name} is set to ${setByHand} calls a second for all workers, from the next call on.`;
  return limit < setByHand
    ? `${set} A worker was started with ${limit}, by its TCBATCH_RATE or by \`rate\` of its config file, which is lower and counts for it.`
    : set;
}
