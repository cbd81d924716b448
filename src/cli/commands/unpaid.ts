import { type Command, Option } from 'commander';
import { knownRun } from '../../control/act.ts';
import { listRuns } from '../../shared/ledger/runs.ts';
import {
  findUnpaid,
  lookAtOrder,
  type UnpaidOrder,
  type UnpaidPurchase,
} from '../../worker/pay/find-unpaid.ts';
import { reconcileRun } from '../../worker/reconcile/reconcile-run.ts';
import type { LookRoom } from '../../worker/reconcile/room.ts';
import { examples } from '../examples.ts';
import { withLookRoom } from '../look-at-provider.ts';
import { withLedger } from '../open-ledger.ts';
import { readSetup } from '../setup.ts';
import { printJson, say } from '../terminal.ts';
import { unpaidDocument } from '../unpaid/unpaid-document.ts';
import { unpaidCsv, unpaidTable } from '../unpaid/unpaid-text.ts';

/** `unpaid`: orders that failed purchases left to be paid. */
export function addUnpaid(program: Command): void {
  program
    .command('unpaid')
    .summary('list orders that were left to be paid')
    .description(
      'Lists the orders that purchases refused for want of money left behind, of one run or of all, with what the provider says of each. Looks, and pays nothing.',
    )
    .argument('[run]', 'id of the run')
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['table', 'csv', 'json']).default('table'),
    )
    .addHelpText('after', examples('tcbatch unpaid', 'tcbatch unpaid r4k2m9x0a1b3c --format csv'))
    .action(async (run: string | undefined, { format }: { readonly format: string }) => {
      const setup = readSetup();
      await withLedger(setup.config, async (ledger) => {
        const runs = run === undefined ? await listRuns(ledger) : [(await knownRun(ledger, run)).run];
        const orders = await withLookRoom(ledger, setup, (room) => readUnpaid(room, runs));
        show(orders, format);
      });
    });
}

async function readUnpaid(room: LookRoom, runs: readonly string[]): Promise<UnpaidOrder[]> {
  const orders: UnpaidOrder[] = [];
  for (const run of runs) {
    let purchases = await collectUnpaid(room, run);
    if (purchases.some(({ orderId }) => orderId === null)) {
      // Which order it is may be there to be seen by now.
      await reconcileRun(room, run);
      purchases = await collectUnpaid(room, run);
    }
    for (const purchase of purchases) {
      orders.push(await lookAtOrder(room.inAccount(purchase.question.record.account).provider, purchase));
    }
  }
  return orders;
}

/** Few of a run, as the first order that is left stops the line. */
async function collectUnpaid({ ledger }: LookRoom, run: string): Promise<UnpaidPurchase[]> {
  const purchases: UnpaidPurchase[] = [];
  for await (const purchase of findUnpaid(ledger, [run])) purchases.push(purchase);
  return purchases;
}

function show(orders: readonly UnpaidOrder[], format: string): void {
  const documents = orders.map(unpaidDocument);
  const { stdout } = process;
  if (format === 'json') printJson(documents);
  else if (format === 'csv') stdout.write(unpaidCsv(documents));
  else if (documents.length > 0) stdout.write(unpaidTable(documents, stdout.isTTY ? stdout.columns : null));
  const waiting = documents.filter(({ standing }) => standing === 'unpaid');
  const ids = waiting.slice(0, 3).map(({ orderId }) => orderId);
  say(
    waiting.length === 0
      ? 'No order is known to wait for payment.'
      : `${waiting.length} to be paid. Next: tcbatch pay ${ids.join(' ')}${waiting.length > 3 ? ' ...' : ''}`,
  );
}
