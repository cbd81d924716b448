import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Finding, resolvePurchase } from '../../control/resolve-purchase.ts';
import { OperatorError } from '../../shared/errors.ts';
import type { Position } from '../../shared/purchase.ts';
import { examples } from '../examples.ts';
import { withLedgerOf } from '../open-ledger.ts';
import { ownHand } from '../own-hand.ts';
import { readSetup, type SetupOptions } from '../setup.ts';
import { simulateOption } from '../simulate-option.ts';
import { print } from '../terminal.ts';

interface ResolveOptions extends SetupOptions {
  readonly succeeded?: boolean;
  readonly orderId?: string;
  readonly notPurchased?: boolean;
  readonly followUp?: boolean;
}

/** `resolve`: a person settles a purchase in doubt. */
export function addResolve(program: Command): void {
  program
    .command('resolve')
    .summary('settle a purchase in doubt by hand')
    .description(
      'Settles a purchase in doubt by what you found in the console. Who said so, and when, is written down.',
    )
    .argument('<run>', 'id of the run')
    .argument('<row>', 'number of the row; ROW.INDEX for one purchase of a row with Count', readPosition)
    .addOption(new Option('--succeeded', 'it was bought').conflicts('notPurchased'))
    .option('--order-id <id>', 'the order it was bought with')
    .addOption(new Option('--not-purchased', 'it was not bought').conflicts('orderId'))
    .option('--follow-up', 'not the purchase is meant, but what follows it: the site on a plan')
    .addOption(simulateOption())
    .addHelpText(
      'after',
      examples(
        'tcbatch resolve r4k2m9x0a1b3c 17 --succeeded --order-id 20260731000017',
        'tcbatch resolve r4k2m9x0a1b3c 21.3 --not-purchased',
      ),
    )
    .action(async (run: string, position: Position, options: ResolveOptions) => {
      const finding = findingOf(options);
      await withLedgerOf(run, readSetup(options), (ledger) =>
        resolvePurchase(
          ledger,
          { run, ...position, isFollowUp: options.followUp ?? false },
          finding,
          ownHand(),
        ),
      );
      const state = finding.kind === 'succeeded' ? 'succeeded' : 'failed, as not purchased';
      const what = options.followUp ? 'Follow-up' : 'Purchase';
      print(`${what} ${position.row}.${position.index} of run ${run} is settled: ${state}.`);
    });
}

function readPosition(text: string): Position {
  const parts = /^(?<row>[1-9]\d{0,14})(?:\.(?<index>[1-9]\d{0,5}))?$/.exec(text)?.groups;
  if (!parts) throw new InvalidArgumentError('It must be ROW or ROW.INDEX, both from 1.');
  return { row: Number(parts.row), index: Number(parts.index ?? 1) };
}

function findingOf({ succeeded, notPurchased, orderId }: ResolveOptions): Finding {
  if (succeeded) return { kind: 'succeeded', orderId: orderId ?? null };
  if (notPurchased) return { kind: 'not-purchased' };
  throw new OperatorError('finding-missing', 'Cannot resolve purchase without a finding: got neither', {
    advice: 'Give --succeeded, with --order-id where there is one, or --not-purchased.',
  });
}
