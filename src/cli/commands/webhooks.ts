import type { Command } from 'commander';
import { deliverTest, replayEvent } from '../../notify/deliver-now.ts';
import { listDeliveries } from '../../notify/event-book.ts';
import type { Sent } from '../../notify/send-event.ts';
import { printable } from '../../report/text/printable.ts';
import { layOutTable, rowLine, type TextColumn, titleLine } from '../../report/text/text-table.ts';
import { OperatorError } from '../../shared/errors.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { WebhookSettings } from '../../shared/webhook-settings.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { withLedger } from '../open-ledger.ts';
import { readSetup } from '../setup.ts';
import { paint, print, printJson } from '../terminal.ts';

/** `webhooks`: what people were told, once more, and a test. */
export function addWebhooks(program: Command): void {
  const webhooks = program
    .command('webhooks')
    .summary('list what people were told, tell it again, try it')
    .description(
      'Lists what was told to TCBATCH_WEBHOOK_URL, newest first. Workers and `serve` tell it; each event is told once, and tried again until it was taken.',
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('tcbatch webhooks', 'tcbatch webhooks test', 'tcbatch webhooks replay ID'))
    .action(list);
  webhooks
    .command('replay')
    .summary('tell an event again, with the same id')
    .argument('<id>', 'id of the event')
    .action((id: string) => deliver((ledger, settings) => replayEvent(ledger, settings, id)));
  webhooks
    .command('test')
    .summary('tell of nothing, to see that it arrives')
    .action(() => deliver(deliverTest));
}

async function list({ json = false }: { readonly json?: boolean }): Promise<void> {
  const deliveries = await withLedger(readSetup().config, listDeliveries);
  if (json) return printJson(deliveries);
  const rows = deliveries.map(({ id, type, state, attempts, answer, at }) =>
    [id, type, state, String(attempts), answer ?? '', at].map((text) => ({ text: printable(text) })),
  );
  const table = layOutTable(columns, rows, null);
  process.stdout.write(titleLine(table, paint.bold) + rows.map((row) => rowLine(table, row)).join(''));
}

const columns: readonly TextColumn[] = ['id', 'type', 'state', 'tries', 'answer', 'at'].map((title) => ({
  title,
  minWidth: title.length,
}));

async function deliver(send: (ledger: Ledger, settings: WebhookSettings) => Promise<Sent>): Promise<void> {
  const { config } = readSetup();
  const { webhook } = config;
  if (webhook === null) throw toNobody();
  const { isDelivered, answer } = await withLedger(config, (ledger) => send(ledger, webhook));
  print(isDelivered ? `Delivered: answered with ${answer}.` : `Not delivered: ${answer}.`);
  if (!isDelivered) process.exitCode = exitCodes.unexpected;
}

function toNobody(): OperatorError {
  return new OperatorError('webhook-missing', 'Cannot tell anybody as TCBATCH_WEBHOOK_URL is not set', {
    advice: 'Set it to the address of whoever is to be told.',
  });
}
