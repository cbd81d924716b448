import { type Command, Option } from 'commander';
import { knownRun } from '../../control/act.ts';
import { listRuns } from '../../shared/ledger/runs.ts';
import type { UnpaidOrder } from '../../worker/pay/find-unpaid.ts';
import { readUnpaid } from '../../worker/pay/read-unpaid.ts';
import { unpaidDocument } from '../../worker/pay/unpaid-document.ts';
import type { LookRoom } from '../../worker/reconcile/room.ts';
import { examples } from '../examples.ts';
import { withLookRoom } from '../look-at-provider.ts';
import { withLedger } from '../open-ledger.ts';
import { readSetup } from '../setup.ts';
import { printJson, say } from '../terminal.ts';
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
        const orders = await withLookRoom(ledger, setup, (room) => readAll(room, runs));
        show(orders, format);
      });
    });
}

async function readAll(room: LookRoom, runs: readonly string[]): Promise<UnpaidOrder[]> {
  const orders: UnpaidOrder[] = [];
  for (const run of runs) orders.push(...(await readUnpaid(room, run, { reconcile: true })));
  return orders;
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
