import type { Command } from 'commander';
import { type Retried, retryRun } from '../../control/retry-run.ts';
import { inFollowUps, inPurchases } from '../../report/text/words.ts';
import { examples } from '../examples.ts';
import { withLedgerOf } from '../open-ledger.ts';
import { many, manyNumbers } from '../option-values.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print, say } from '../terminal.ts';

interface RetryCommandOptions extends SetupOptions {
  readonly code?: readonly string[];
  readonly row?: readonly number[];
  readonly account?: readonly string[];
  readonly evenIfUnpaid?: boolean;
  readonly followUps?: boolean;
}

/** `retry`: queues failed purchases again. */
export function addRetry(program: Command): void {
  program
    .command('retry')
    .summary('queue failed purchases again')
    .description(
      'Queues failed purchases again, as they are proved not to have been bought, and what was to follow purchases where it failed. Never one that succeeded or is in doubt, and none that may have left an unpaid order unless told so.',
    )
    .argument('<run>', 'id of the run')
    .option('--code <code>', 'only those with this error code; may be repeated', many)
    .option('--row <n>', 'only those of this row; may be repeated', manyNumbers)
    .option('--account <name>', 'only those that this account pays; may be repeated', many)
    .option('--even-if-unpaid', 'also those that may have left an unpaid order')
    .option('--follow-ups', 'only what follows purchases, such as the site on a plan; no purchase')
    .addOption(simulateOption())
    .addHelpText(
      'after',
      examples(
        'tcbatch retry r4k2m9x0a1b3c',
        'tcbatch retry r4k2m9x0a1b3c --code FailedOperation.DomainIsLocked',
      ),
    )
    .action(async (run: string, options: RetryCommandOptions) => {
      const { code: codes = [], row: rows = [], account: accounts = [] } = options;
      const { evenIfUnpaid = false, followUps = false } = options;
      const wanted = { codes, rows, accounts, evenIfUnpaid, followUpsOnly: followUps };
      const retried = await withLedgerOf(run, readSetup(options), (ledger) =>
        retryRun(ledger, run, wanted, ownHand()).then((done) => ({
          ...done,
          isSimulated: ledger.prefix === readSetup({ simulate: true }).config.prefix,
        })),
      );
      print(describe(run, retried));
      if (retried.queued > 0) say(retried.isSimulated ? simulatedBuyer : buyer);
    });
}

const buyer = 'They are bought by whoever works the queues: `tcbatch worker`.';
const simulatedBuyer =
  'To buy them from the simulator, give `tcbatch run MANIFEST --simulate` the same manifest again.';

function describe(run: string, { queued, followUps, leftUnpaid, leftInDoubt }: Retried): string {
  const parts = [
    ...(queued > 0 ? [inPurchases(queued)] : []),
    ...(followUps > 0 ? [inFollowUps(followUps)] : []),
  ];
  const done = parts.join(' and ') || 'Nothing';
  const unpaid =
    leftUnpaid === 0
      ? ''
      : ` Left alone: ${inPurchases(leftUnpaid)} with an unpaid order, which --even-if-unpaid would buy once more.`;
  return `${done} of run ${run} ${queued + followUps > 1 ? 'are' : 'is'} queued again.${unpaid}${inDoubtLeft(run, leftInDoubt)}`;
}

function inDoubtLeft(run: string, count: number): string {
  if (count === 0) return '';
  return ` Left alone: ${inPurchases(count)} in doubt, which may have been bought; \`tcbatch reconcile ${run}\` looks, \`tcbatch resolve\` settles.`;
}
